import type { Host } from '../../domain/host.ts';
import type { SudoQuestion, Verdict } from '../../domain/question.ts';
import { Secret } from '../../domain/secret.ts';

type Answers = readonly string[] | null;

export interface SudoAnswersOptions {
  /** Asks the operator. `signal`: nobody waits for it any more. */
  prompt(host: Host, question: SudoQuestion, signal: AbortSignal): Promise<Answers>;
  /** Called with the hosts that now wait for a password. */
  waiting?(hosts: readonly string[]): void;
}

/** A sudo waiting for its password. */
interface Waiter {
  readonly host: Host;
  readonly question: SudoQuestion;
  resolve(answers: Answers): void;
}

/** The hosts that share one user's password, until one of them turns out to differ. */
interface Account {
  waiters: Waiter[];
  accepted?: Secret;
  /** The host that tries the password for all. */
  trial?: { readonly host: string; readonly secret: Secret };
  asking?: AbortController;
  refused?: true;
  /** When the operator declined, epoch ms: that holds for everything sent before. */
  declinedAt?: number;
}

/**
 * Answers the sudos of all hosts with one password per user, asked for once and tried on one host first: a wrong one
 * costs one attempt on one host. A host that refuses what another has accepted is asked about by itself.
 */
export class SudoAnswers {
  readonly #options: SudoAnswersOptions;
  readonly #accounts = new Map<string, Account>();
  /** Passwords of hosts that differ; `null` if such a host's password is not known. */
  readonly #own = new Map<string, Secret | null>();

  constructor(options: SudoAnswersOptions) {
    this.#options = options;
  }

  async answer(host: Host, question: SudoQuestion, signal: AbortSignal): Promise<Answers> {
    const account = this.#account(question.user);
    if (question.since <= (account.declinedAt ?? 0)) return null;
    if (question.again && account.accepted !== undefined) this.#own.set(host.name, null);
    const own = this.#own.get(host.name);
    if (own === null) return this.#askFor(host, question, signal);
    if (own !== undefined) return own.use((value) => [value]);
    if (account.accepted !== undefined) return account.accepted.use((value) => [value]);
    return new Promise((resolve) => {
      const waiter = { host, question, resolve };
      // The host that refused a password is the one to try the next.
      if (question.again) account.waiters.unshift(waiter);
      else account.waiters.push(waiter);
      signal.addEventListener('abort', () => this.#withdraw(account, waiter));
      this.#proceed(account);
    });
  }

  /** This host's verdict on its last answer; `undecided` if its sudo never looked at it. */
  judged(host: string, verdict: Verdict): void {
    if (verdict === 'refused' && this.#own.has(host)) this.#own.set(host, null);
    for (const account of this.#accounts.values()) {
      const { trial } = account;
      if (trial?.host !== host) continue;
      delete account.trial;
      if (verdict === 'accepted') this.#accept(account, trial.secret);
      else if (verdict === 'refused') account.refused = true;
      // The host's sudo may be about to ask again.
      setImmediate(() => this.#proceed(account));
    }
  }

  /** Forgets all passwords: the next sudo is asked about again. Returns how many were known. */
  forget(): number {
    const known = [...this.#accounts.values()].filter(({ accepted }) => accepted).length;
    const forgotten = known + this.#own.size;
    for (const account of this.#accounts.values()) delete account.accepted;
    this.#own.clear();
    return forgotten;
  }

  #account(user: string): Account {
    const account = this.#accounts.get(user) ?? { waiters: [] };
    this.#accounts.set(user, account);
    return account;
  }

  #accept(account: Account, secret: Secret): void {
    account.accepted = secret;
    delete account.refused;
    for (const { resolve } of account.waiters.splice(0)) resolve(secret.use((value) => [value]));
  }

  #withdraw(account: Account, waiter: Waiter): void {
    account.waiters = account.waiters.filter((other) => other !== waiter);
    waiter.resolve(null);
    if (account.waiters.length === 0) account.asking?.abort();
    this.#tell();
  }

  /** Asks for a password that the first who waits will try. */
  #proceed(account: Account): void {
    const [first] = account.waiters;
    this.#tell();
    if (first === undefined || account.asking || account.trial) return;
    const asking = new AbortController();
    account.asking = asking;
    const again = account.refused && { again: true as const };
    const { again: _, ...question } = first.question;
    void this.#options
      .prompt(first.host, { ...question, ...again }, asking.signal)
      .then((answers) => {
        delete account.asking;
        this.#answered(account, answers?.[0]);
      });
  }

  #answered(account: Account, answer: string | undefined): void {
    const first = account.waiters[0];
    if (answer === undefined || answer === '') {
      delete account.refused;
      account.declinedAt = Date.now();
      for (const { resolve } of account.waiters.splice(0)) resolve(null);
    } else if (first !== undefined) {
      account.waiters.shift();
      account.trial = { host: first.host.name, secret: new Secret(answer) };
      first.resolve([answer]);
    }
    this.#tell();
  }

  async #askFor(host: Host, question: SudoQuestion, signal: AbortSignal): Promise<Answers> {
    const answers = await this.#options.prompt(host, { ...question, again: true }, signal);
    const [answer] = answers ?? [];
    if (answer) this.#own.set(host.name, new Secret(answer));
    return answers;
  }

  #tell(): void {
    const waiting = [...this.#accounts.values()].flatMap(({ waiters }) => waiters);
    this.#options.waiting?.(waiting.map(({ host }) => host.name));
  }
}
