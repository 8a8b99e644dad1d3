import { asksForPassword } from '../../domain/password-prompt.ts';
import { type LoginQuestion, NotAnswered, type Verdict } from '../../domain/question.ts';
import { type ConnectContext, ConnectError } from '../channel.ts';
import { whyNobodyIsAsked } from '../nobody-asked.ts';
import { noPassword } from '../password-advice.ts';
import type { Route } from '../route.ts';
import type { LoginLog } from './login-log.ts';
import type { Wanted } from './prompt.ts';

/** Answers ssh's questions during one login. */
export class LoginAnswers {
  /** Why methods could not be used, for the message when nothing is left. */
  readonly hindrances: string[] = [];
  /** Why no password was sent; replaces every other reason. */
  reason: string | undefined;
  /** Something was sent that the server may count as a wrong password. */
  secretSent = false;
  readonly #route: Route;
  readonly #context: ConnectContext;
  readonly #log: () => LoginLog;
  readonly #giveUp: (error?: ConnectError) => void;
  /** A password was sent that has not been judged. */
  #trial = false;
  readonly #files = new Set<string>();
  /** Length of the log when the last answer was given. */
  #answeredAt = 0;

  /** `giveUp` ends the login: without an answer ssh would send an empty one, which servers count. */
  constructor(
    route: Route,
    context: ConnectContext,
    log: () => LoginLog,
    giveUp: (error?: ConnectError) => void,
  ) {
    this.#route = route;
    this.#context = context;
    this.#log = log;
    this.#giveUp = giveUp;
  }

  /** `null` if there is no answer, and ssh may continue without one. */
  async answer(wanted: Wanted): Promise<string | null> {
    switch (wanted.kind) {
      case 'passphrase':
        return this.#passphrase(wanted.file);
      case 'password':
        return this.#password();
      case 'keyboard': {
        const prompts = [{ text: wanted.text, echo: false }];
        const question = { kind: 'keyboard', instructions: '', prompts } as const;
        if (this.#route.password && asksForPassword(question)) return this.#password();
        this.#judge(this.#log().tookStepSince(this.#answeredAt) ? 'accepted' : 'undecided');
        return this.#secret(question, 'its question was not answered');
      }
      case 'touch':
        this.#context.notice(`security key: ${wanted.text}`);
        // Never settles: ssh ends the asking program once the key has been touched.
        return new Promise(() => {});
      case 'expired':
        this.#giveUp(passwordExpired);
        return null;
      case 'consent':
        return null;
      default:
        return wanted satisfies never;
    }
  }

  /** Answers a program that ssh has started, another ssh as ProxyCommand, say: this host's secrets are not for it. */
  async foreign(wanted: Wanted): Promise<string | null> {
    if (wanted.kind === 'passphrase') return this.#passphrase(wanted.file);
    this.hindrances.push(
      'a program of ssh’s configuration has a question – name its host by jump: instead',
    );
    this.#giveUp();
    return null;
  }

  /** The login is over, which is a verdict on the last password; `error`: it has failed. */
  end(error?: unknown): void {
    const log = this.#log();
    if (error === undefined) this.#judge('accepted');
    else if (log.refusedSince(this.#answeredAt)) this.#judge('refused');
    else if (log.tookStepSince(this.#answeredAt)) this.#judge('undecided');
    // Some servers close the connection instead of answering.
    else this.#judge(isOfLogin(error) ? 'refused' : 'undecided');
  }

  #judge(verdict: Verdict): void {
    if (this.#trial) this.#context.judged(verdict);
    this.#trial = false;
  }

  async #password(): Promise<string | null> {
    const question = { kind: 'password', user: this.#route.user } as const;
    const password = await this.#secret(question, noPassword);
    this.#trial = password !== null;
    return password;
  }

  async #passphrase(file: string): Promise<string | null> {
    const again = this.#files.has(file) && { again: true as const };
    this.#files.add(file);
    const passphrase = await this.#ask({ kind: 'passphrase', file, ...again });
    if (passphrase === null) this.hindrances.push(`the passphrase of ${file} was not given`);
    return passphrase;
  }

  /** A wrong one must cost only one attempt. */
  async #secret(question: LoginQuestion, missing: string): Promise<string | null> {
    if (this.secretSent && this.#log().refusedSince(this.#answeredAt)) {
      this.#giveUp();
      return null;
    }
    const answer = await this.#ask(question);
    if (answer === null) {
      this.hindrances.push(missing);
      this.#giveUp();
      return null;
    }
    this.secretSent = true;
    this.#answeredAt = this.#log().text.length;
    return answer;
  }

  /** Asks nobody if that is forbidden; a secret kept in the inventory needs no person. */
  async #ask(question: LoginQuestion): Promise<string | null> {
    const { password } = this.#route;
    const person = question.kind !== 'password' || password?.kind === 'prompt';
    const forbidden = person ? whyNobodyIsAsked(this.#route) : undefined;
    if (forbidden !== undefined) {
      this.hindrances.push(forbidden);
      return null;
    }
    try {
      const [answer] = (await this.#context.ask(question)) ?? [];
      return answer ?? null;
    } catch (error) {
      if (!(error instanceof NotAnswered)) throw error;
      this.reason = error.message;
      return null;
    }
  }
}

const isOfLogin = (error: unknown): boolean =>
  error instanceof ConnectError && error.failure.kind === 'auth';

const passwordExpired = new ConnectError(
  {
    kind: 'auth',
    message: 'the password has expired – log in once with ssh and set a new one',
  },
  false,
);
