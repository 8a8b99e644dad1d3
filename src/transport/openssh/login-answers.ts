import { asksForPassword } from '../../domain/password-prompt.ts';
import { type LoginQuestion, NotAnswered, type Verdict } from '../../domain/question.ts';
import { type ConnectContext, ConnectError } from '../channel.ts';
import { whyNobodyIsAsked } from '../nobody-asked.ts';
import { noPassword } from '../password-advice.ts';
import type { Route } from '../route.ts';
import type { LoginLog } from './login-log.ts';
import type { Wanted } from './prompt.ts';

/** Answers what ssh asks in one login. */
export class LoginAnswers {
  /** What could not be used on the way, for the message when nothing is left. */
  readonly hindrances: string[] = [];
  /** Why no password was sent, in place of all else. */
  reason: string | undefined;
  /** Something went to the server that it may count as a wrong password. */
  secretSent = false;
  readonly #route: Route;
  readonly #context: ConnectContext;
  readonly #log: () => LoginLog;
  readonly #giveUp: (error?: ConnectError) => void;
  /** A password was sent that has not been judged. */
  #trial = false;
  readonly #files = new Set<string>();
  /** Of the log, when the last answer was given. */
  #answeredAt = 0;

  /** `giveUp` ends the login: ssh would send an empty answer where there is none, which servers count. */
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

  /** `null`: there is no answer, and ssh may go on without. */
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
        // ssh ends the program that asks when it has been touched.
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

  /** A program that ssh has started asks, another ssh as ProxyCommand, say: what is this host's is not for it. */
  async foreign(wanted: Wanted): Promise<string | null> {
    if (wanted.kind === 'passphrase') return this.#passphrase(wanted.file);
    this.hindrances.push(
      'a program of ssh’s configuration has a question – name its host by jump: instead',
    );
    this.#giveUp();
    return null;
  }

  /** The login is over, which says something of the password that was sent last; `error`: it has failed. */
  end(error?: unknown): void {
    const log = this.#log();
    if (error === undefined) this.#judge('accepted');
    else if (log.refusedSince(this.#answeredAt)) this.#judge('refused');
    else if (log.tookStepSince(this.#answeredAt)) this.#judge('undecided');
    // Some servers close the connection instead of an answer.
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

  /** One attempt is what a wrong one costs. */
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

  /** Nobody where that is forbidden; what is kept in the inventory is no person. */
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
