import type { Host } from '../../domain/host.ts';
import { NotAnswered, type PasswordQuestion, type Verdict } from '../../domain/question.ts';
import type { Secret } from '../../domain/secret.ts';

export type Answers = readonly string[] | null;

export interface SharedPasswordOptions {
  readonly user: string;
  /** Fetches it; absent if a person types it. Rejects with `NotAnswered`. */
  find?(): Promise<Secret>;
  /** Asks the operator; `null`: declined. `signal`: nobody waits for it any more. */
  prompt(host: Host, question: PasswordQuestion, signal?: AbortSignal): Promise<Secret | null>;
  /** How long the operator's prompt stays when no host waits for the answer any more, ms; shorter in tests. */
  readonly patience?: number;
  /** How long the others wait for the one that tries it, ms; shorter in tests. */
  readonly trialTime?: number;
}

/** Servers cut a login that takes too long (LoginGraceTime of sshd_config(5)); those hosts come back and ask again. */
const usualPatience = 60_000;
/** Longer than any login, for the case that a worker died during one, which nobody reports. */
const usualTrialTime = 150_000;

/** A login that wants the password. */
interface Waiter {
  readonly host: Host;
  readonly question: PasswordQuestion;
  resolve(answers: Answers): void;
  reject(reason: NotAnswered): void;
}

/** After so many refusals in a row nobody gets the password any more: servers lock accounts and ban addresses. */
const mostRefusals = 3;

/**
 * One password for all hosts that share it. One of them tries it; the others get it when it was right. After three
 * refusals in a row it is given to nobody, until `forgetRefusals`.
 */
export class SharedPassword {
  readonly #options: SharedPasswordOptions;
  #waiters: Waiter[] = [];
  #secret: Secret | undefined;
  #accepted = false;
  /** Set while the password is being fetched or typed. */
  #asking: AbortController | undefined;
  /** The host that tries it for all. */
  #trial: string | undefined;
  /** In a row. */
  #refusedBy: string[] = [];
  /** Why nobody gets it; `null` if the operator declined. */
  #closed: NotAnswered | null | undefined;
  /** Passwords of hosts where the one that others accepted is wrong. */
  readonly #own = new Map<string, Secret>();
  /** Hosts that were given it and have not judged it yet. */
  readonly #sent: string[] = [];

  constructor(options: SharedPasswordOptions) {
    this.#options = options;
  }

  /** Rejects with `NotAnswered` where it will not be given. */
  async answer(host: Host, question: PasswordQuestion, signal: AbortSignal): Promise<Answers> {
    if (this.#closed) throw this.#closed;
    if (this.#closed === null) return null;
    const own = await this.#ownOf(host, question, signal);
    if (own !== undefined) return own && this.#give(host, own);
    if (signal.aborted) return null;
    if (this.#accepted && this.#secret) return this.#give(host, this.#secret);
    return new Promise((resolve, reject) => {
      const waiter = { host, question, resolve, reject };
      // The host that refused a password is the one to try the next.
      if (question.again) this.#waiters.unshift(waiter);
      else this.#waiters.push(waiter);
      signal.addEventListener('abort', () => this.#withdraw(waiter));
      this.#proceed();
    });
  }

  /** The host's verdict on the password; ignored if it was not given one. */
  judged(host: string, verdict: Verdict): void {
    const sent = this.#sent.indexOf(host);
    if (sent < 0) return;
    this.#sent.splice(sent, 1);
    const tried = this.#trial === host;
    if (tried) this.#trial = undefined;
    if (this.#own.has(host)) {
      if (verdict === 'refused') this.#own.delete(host);
      // That host has a password of its own, which says nothing about the shared one.
      else this.#refusedBy = this.#refusedBy.filter((name) => name !== host);
    } else if (verdict === 'accepted') this.#accept();
    else if (verdict === 'refused') this.#refuse(host);
    // The host's login may be about to ask again.
    if (tried) setImmediate(() => this.#proceed());
  }

  /** Lets what was refused be fetched, or typed, again: it may have changed meanwhile. */
  forgetRefusals(): void {
    if (this.#refusedBy.length > 0) this.#accepted = false;
    this.#closed = undefined;
    this.#refusedBy = [];
    if (!this.#accepted && this.#trial === undefined) this.#secret = undefined;
  }

  /** The password of a host that refused what others accepted, asked for by itself; `undefined` for all other hosts. */
  async #ownOf(
    host: Host,
    question: PasswordQuestion,
    signal: AbortSignal,
  ): Promise<Secret | null | undefined> {
    if (!question.again || !this.#accepted) return this.#own.get(host.name);
    const typed = await this.#options.prompt(host, question, signal);
    if (typed) this.#own.set(host.name, typed);
    return typed;
  }

  #give(host: Host, secret: Secret): Answers {
    this.#sent.push(host.name);
    return secret.use((value) => [value]);
  }

  #proceed(): void {
    const [first] = this.#waiters;
    if (!first || this.#asking || this.#trial !== undefined) return;
    const asking = new AbortController();
    this.#asking = asking;
    this.#wanted(first, asking.signal)
      .then(
        (secret) => {
          // Hosts that came after everybody else had gone are served by the next round.
          if (secret !== null || !asking.signal.aborted) this.#found(secret);
        },
        (error) => this.#close(error as NotAnswered),
      )
      .finally(() => {
        this.#asking = undefined;
        this.#proceed();
      });
  }

  async #wanted({ host, question }: Waiter, signal: AbortSignal): Promise<Secret | null> {
    if (this.#secret) return this.#secret;
    if (this.#options.find) return this.#options.find();
    const again = this.#refusedBy.length > 0 && { again: true as const };
    return this.#options.prompt(host, { kind: 'password', user: question.user, ...again }, signal);
  }

  #found(secret: Secret | null): void {
    if (secret === null) {
      this.#close(null);
      return;
    }
    this.#secret = secret;
    const first = this.#waiters.shift();
    if (!first) return;
    const { name } = first.host;
    this.#trial = name;
    first.resolve(this.#give(first.host, secret));
    const { trialTime = usualTrialTime } = this.#options;
    setTimeout(() => this.#trial === name && this.judged(name, 'undecided'), trialTime).unref();
  }

  #accept(): void {
    this.#accepted = true;
    this.#refusedBy = [];
    const secret = this.#secret;
    if (!secret) return;
    for (const { host, resolve } of this.#waiters.splice(0)) resolve(this.#give(host, secret));
  }

  #refuse(host: string): void {
    this.#refusedBy.push(host);
    const typed = this.#options.find === undefined;
    if (this.#refusedBy.length >= mostRefusals) {
      this.#accepted = false;
      this.#close(this.#notTried(typed));
    } else if (typed) {
      if (!this.#accepted) this.#secret = undefined;
    } else {
      // Several workers may want it for the same jump host, which would refuse it again.
      const same = this.#waiters.filter((waiter) => waiter.host.name === host);
      this.#waiters = this.#waiters.filter((waiter) => waiter.host.name !== host);
      for (const { reject } of same) reject(this.#notTried(typed));
    }
  }

  #notTried(typed: boolean): NotAnswered {
    const names = [...new Set(this.#refusedBy)];
    const times = names.length < this.#refusedBy.length ? ', three times' : '';
    const then = typed ? 'reconnect to be asked anew' : 'check user: and password:, then reconnect';
    return new NotAnswered(
      `not tried: the password of ${this.#options.user} was refused by ${names.join(', ')}${times} – ${then}`,
    );
  }

  #close(why: NotAnswered | null): void {
    this.#closed = why;
    for (const { resolve, reject } of this.#waiters.splice(0)) {
      if (why) reject(why);
      else resolve(null);
    }
  }

  #withdraw(waiter: Waiter): void {
    this.#waiters = this.#waiters.filter((other) => other !== waiter);
    waiter.resolve(null);
    const asking = this.#asking;
    if (this.#waiters.length > 0 || !asking) return;
    const { patience = usualPatience } = this.#options;
    setTimeout(() => this.#waiters.length === 0 && asking.abort(), patience).unref();
  }
}
