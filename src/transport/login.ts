import type { AnyAuthMethod, AuthenticationType } from 'ssh2';
import { asksForPassword } from '../domain/password-prompt.ts';
import {
  type KeyboardQuestion,
  NotAnswered,
  type PasswordQuestion,
  type Verdict,
} from '../domain/question.ts';
import type { LoginMethod } from '../ssh-config/settings.ts';
import type { ConnectContext } from './channel.ts';
import { answerPrompts } from './keyboard-prompts.ts';
import { LoginKeys } from './login-keys.ts';
import { methodWords } from './login-words.ts';
import { whyNobodyIsAsked } from './nobody-asked.ts';
import { noPassword } from './password-advice.ts';
import type { Route } from './route.ts';

/** How many methods a server may require in a row (AuthenticationMethods of sshd_config(5)). */
const mostSteps = 4;

/** How to log in to one host, one method after the other. Secrets live only in the closure of the method that needs them. */
export class Login {
  /** Why methods could not be used, for the message when nothing is left. */
  readonly hindrances: string[] = [];
  /** Why no password was sent; replaces every other reason. */
  reason: string | undefined;
  /** Something was sent that the server may count as a wrong password. */
  secretSent = false;
  /** Whether an answer is being awaited. */
  asking = false;
  /** What the server still accepts, as far as it has said. */
  left: readonly AuthenticationType[] | undefined;
  readonly #host: Route;
  readonly #context: ConnectContext;
  readonly #declined: () => void;
  readonly #methods: AsyncGenerator<AnyAuthMethod>;
  #steps = 0;
  readonly #keys: LoginKeys;
  #passwordSent = false;
  #passwordRefused = false;
  /** Set while a password is being tried, until the server's verdict. */
  #trial: 'password' | 'with others' | undefined;
  #attempts = 0;
  readonly #over = new AbortController();

  /** `declined` is called when a question of the server stays unanswered: then nothing is sent. */
  constructor(host: Route, context: ConnectContext, declined: () => void) {
    this.#host = host;
    this.#context = context;
    this.#declined = declined;
    this.#methods = this.#all();
    this.#keys = new LoginKeys({
      host,
      context,
      hindrances: this.hindrances,
      wanted: () => this.#takes('publickey'),
      stepped: () => {
        this.#steps += 1;
      },
    });
  }

  /** The next method to try; undefined if none is left. `left` is what the server still accepts. */
  async next(
    left: readonly AuthenticationType[] | null,
    partial: boolean | null,
  ): Promise<AnyAuthMethod | undefined> {
    this.left = left ?? undefined;
    if (partial === true) this.#steps += 1;
    this.#judge(partial === true ? 'accepted' : 'refused');
    const { debug } = this.#context;
    if (left)
      debug?.(`login: ${partial ? 'taken as one step' : 'refused'}, it takes ${left.join(', ')}`);
    const { value, done } = await this.#methods.next();
    debug?.(`login: tries ${done ? 'no more' : methodWords(value)}`);
    return done ? undefined : value;
  }

  /** The login is over, with this verdict on what was sent last. Nobody needs an answer any more. */
  end(verdict: Verdict): void {
    this.#judge(verdict);
    this.#over.abort();
  }

  #judge(verdict: Verdict): void {
    const trial = this.#trial;
    this.#trial = undefined;
    if (trial === undefined) return;
    const refused = verdict === 'refused';
    if (refused && trial === 'password') this.#passwordRefused = true;
    // If other questions were answered too, the mistake may be there.
    this.#context.judged(refused && trial === 'with others' ? 'undecided' : verdict);
  }

  async *#all(): AsyncGenerator<AnyAuthMethod> {
    const username = this.#host.user;
    for (let before = -1; before < this.#steps && this.#steps < mostSteps; ) {
      before = this.#steps;
      for (const method of this.#host.ssh.methods) {
        // Finds out what the server accepts before asking a person for something it may not want.
        if (this.left === undefined && method !== 'publickey') yield { type: 'none', username };
        if (this.#takes(method)) yield* this.#by(method, username);
      }
      // After an accepted step the list starts over: the key after the password, say.
    }
  }

  async *#by(method: LoginMethod, username: string): AsyncGenerator<AnyAuthMethod> {
    switch (method) {
      case 'publickey':
        yield* this.#keys.methods();
        return;
      case 'password':
        yield* this.#password(username);
        return;
      case 'keyboard-interactive':
        yield* this.#keyboard(username);
        return;
      default:
        method satisfies never;
    }
  }

  /** `null` if a person would have to answer and may not be asked. */
  #ask = async (
    question: PasswordQuestion | KeyboardQuestion,
  ): Promise<readonly string[] | null> => {
    const person = question.kind !== 'password' || this.#host.password?.kind === 'prompt';
    const forbidden = person ? whyNobodyIsAsked(this.#host) : undefined;
    if (forbidden !== undefined) {
      this.hindrances.push(forbidden);
      return null;
    }
    this.asking = true;
    try {
      const answers = await this.#context.ask(question, undefined, this.#over.signal);
      if (!answers) this.hindrances.push(unanswered[question.kind]);
      return answers;
    } catch (error) {
      if (!(error instanceof NotAnswered)) throw error;
      if (question.kind === 'password') this.reason = error.message;
      else this.hindrances.push(error.message);
      return null;
    } finally {
      this.asking = false;
    }
  };

  /** True while unknown, before the server's first answer. */
  #takes(type: AuthenticationType): boolean {
    return this.left === undefined || this.left.includes(type);
  }

  async *#password(username: string): AsyncGenerator<AnyAuthMethod> {
    if (!this.#host.password || this.#passwordSent) return;
    do {
      const password = await this.#askPassword();
      if (password === undefined) return;
      yield { type: 'password', username, password };
    } while (this.#mayTryAnother('password'));
  }

  /** Not with a password that was just refused: a wrong one must cost only one attempt. */
  async *#keyboard(username: string): AsyncGenerator<AnyAuthMethod> {
    if (this.#passwordRefused) return;
    do {
      const prompt = answerPrompts((question) => this.#keyboardAnswers(question), this.#declined);
      yield { type: 'keyboard-interactive', username, prompt };
    } while (this.#mayTryAnother('keyboard-interactive'));
  }

  async #keyboardAnswers(question: KeyboardQuestion): Promise<readonly string[] | null> {
    if (this.#host.password && asksForPassword(question)) {
      // Asked again in the same conversation, so the first answer was wrong.
      if (this.#trial === 'password') this.#judge('refused');
      if (this.#passwordRefused && !this.#mayTryAnother('keyboard-interactive')) return null;
      const password = await this.#askPassword();
      return password === undefined ? null : [password];
    }
    if (this.#trial) this.#trial = 'with others';
    const answers = await this.#ask(question);
    if (answers) this.secretSent = true;
    return answers;
  }

  async #askPassword(): Promise<string | undefined> {
    const again = this.#passwordRefused && { again: true as const };
    this.#trial = 'password';
    const [password] =
      (await this.#ask({ kind: 'password', user: this.#host.user, ...again })) ?? [];
    if (password === undefined) {
      this.#trial = undefined;
      return undefined;
    }
    this.#attempts += 1;
    this.#passwordSent = true;
    this.#passwordRefused = false;
    this.secretSent = true;
    return password;
  }

  /** Whether another password may be tried: one that a person types. */
  #mayTryAnother(method: LoginMethod): boolean {
    const typed = this.#host.password?.kind === 'prompt';
    const mayType = typed && this.#attempts < this.#host.ssh.passwordPrompts;
    return mayType && this.#passwordRefused && this.#takes(method);
  }
}

const unanswered = {
  password: noPassword,
  keyboard: 'its question was not answered',
} as const;
