import type { AnyAuthMethod, AuthenticationType } from 'ssh2';
import { asksForPassword } from '../domain/password-prompt.ts';
import {
  type KeyboardQuestion,
  NotAnswered,
  type Question,
  type Verdict,
} from '../domain/question.ts';
import type { LoginMethod } from '../ssh-config/settings.ts';
import { agentSocket } from './agent-socket.ts';
import type { ConnectContext } from './channel.ts';
import {
  defaultIdentityFiles,
  type Identity,
  loadIdentity,
  parseIdentity,
} from './identity-file.ts';
import { KeyAgent } from './key-agent.ts';
import { answerPrompts } from './keyboard-prompts.ts';
import { publicKeyOf } from './public-key.ts';
import type { Route } from './route.ts';

/** Of an agent's keys, when a password is to follow: sshd ends a login after six refusals (MaxAuthTries). */
const keysBeforePassword = 3;
/** Passwords that somebody may type in one login (NumberOfPasswordPrompts of ssh_config(5)). */
const tries = 3;
/** Methods that a server may ask for one after the other (AuthenticationMethods of sshd_config(5)). */
const mostSteps = 4;

/** How to log in to one host, one method after the other. Secrets live only in the closure of the method that needs them. */
export class Login {
  /** What could not be used on the way, for the message when nothing is left. */
  readonly hindrances: string[] = [];
  /** Why no password was sent, in place of all else. */
  reason: string | undefined;
  /** Something went to the server that it may count as a wrong password. */
  secretSent = false;
  /** What the server still takes, as far as it has told. */
  left: readonly AuthenticationType[] | undefined;
  readonly #host: Route;
  readonly #context: ConnectContext;
  readonly #declined: () => void;
  readonly #methods: AsyncGenerator<AnyAuthMethod>;
  #steps = 0;
  #agent: KeyAgent | undefined;
  #passwordSent = false;
  #passwordRefused = false;
  /** A password was asked for, and the server has not said what it thinks of it. */
  #trial: 'password' | 'with others' | undefined;
  #attempts = 0;
  readonly #over = new AbortController();

  /** `declined` is called when a question of the server stays unanswered: nothing is sent then. */
  constructor(host: Route, context: ConnectContext, declined: () => void) {
    this.#host = host;
    this.#context = context;
    this.#declined = declined;
    this.#methods = this.#all();
  }

  /** The next method the server may take; undefined: there is none left. `left` is what it still accepts. */
  async next(
    left: readonly AuthenticationType[] | null,
    partial: boolean | null,
  ): Promise<AnyAuthMethod | undefined> {
    this.left = left ?? undefined;
    if (partial === true) this.#steps += 1;
    this.#judge(partial === true ? 'accepted' : 'refused');
    const { value, done } = await this.#methods.next();
    return done ? undefined : value;
  }

  /** The login is over; `verdict` is on what was sent last. Nobody needs an answer any more. */
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
    // Who has answered other questions too may have been wrong there.
    this.#context.judged(refused && trial === 'with others' ? 'undecided' : verdict);
  }

  async *#all(): AsyncGenerator<AnyAuthMethod> {
    const username = this.#host.user;
    for (let before = -1; before < this.#steps && this.#steps < mostSteps; ) {
      before = this.#steps;
      for (const method of this.#host.ssh.methods) {
        // Asks what the server takes, before a person is asked for what it may not want.
        if (this.left === undefined && method !== 'publickey') yield { type: 'none', username };
        if (this.#takes(method)) yield* this.#by(method, username);
      }
      // A step that was taken opens the list anew: the key after the password, say.
    }
  }

  async *#by(method: LoginMethod, username: string): AsyncGenerator<AnyAuthMethod> {
    switch (method) {
      case 'publickey':
        yield* this.#agentKeys(username);
        if (this.#takes('publickey')) yield* this.#fileKeys(username);
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

  /** What the inventory says, else ssh's configuration; undefined: the usual files. */
  get #identityFiles(): readonly string[] | undefined {
    return this.#host.identityFiles ?? this.#host.ssh.identityFiles;
  }

  /** `null` where a person would have to answer and BatchMode forbids it (ssh_config(5)). */
  #ask = async (question: Question): Promise<readonly string[] | null> => {
    if (this.#host.ssh.batchMode && this.#needsPerson(question)) {
      this.hindrances.push('BatchMode of ssh’s configuration: nobody is asked');
      return null;
    }
    try {
      // Others may wait for the same key.
      const gone = question.kind === 'identity' ? undefined : this.#over.signal;
      const answers = await this.#context.ask(question, undefined, gone);
      if (!answers) this.hindrances.push(unanswered[question.kind]);
      return answers;
    } catch (error) {
      if (!(error instanceof NotAnswered)) throw error;
      if (question.kind === 'password') this.reason = error.message;
      else this.hindrances.push(error.message);
      return null;
    }
  };

  #needsPerson(question: Question): boolean {
    switch (question.kind) {
      case 'password':
        return this.#host.password?.kind === 'prompt';
      case 'identity':
        return question.file !== undefined;
      default:
        return true;
    }
  }

  /** Unknown before the first answer of the server. */
  #takes(type: AuthenticationType): boolean {
    return this.left === undefined || this.left.includes(type);
  }

  async *#agentKeys(username: string): AsyncGenerator<AnyAuthMethod> {
    const socket = agentSocket(this.#host);
    const { identity, password, ssh } = this.#host;
    if (!socket || identity) return;
    const files = this.#identityFiles ?? (ssh.identitiesOnly ? defaultIdentityFiles() : undefined);
    const only = files?.flatMap((file) => publicKeyOf(file) ?? []);
    if (only?.length === 0) return;
    this.#agent = new KeyAgent(socket, {
      ...(only && { only }),
      ...(!only && password && { most: keysBeforePassword }),
    });
    yield { type: 'agent', username, agent: this.#agent };
  }

  async *#fileKeys(username: string): AsyncGenerator<AnyAuthMethod> {
    const { identity, password } = this.#host;
    const { untimed } = this.#context;
    const identityFiles = this.#identityFiles;
    if (identity) {
      const [text] = (await this.#ask({ kind: 'identity' })) ?? [];
      if (text === undefined) return;
      yield* this.#use(username, parseIdentity(text, `identity of ${this.#host.name}`));
    }
    if (identity || (!identityFiles && password)) return;
    for (const file of identityFiles ?? defaultIdentityFiles()) {
      if (!this.#takes('publickey')) return;
      if (this.#wasOffered(file)) continue;
      // The person who is asked for its passphrase may be asked by another host's login.
      const loaded = await untimed(() => loadIdentity(file, this.#ask));
      if (loaded.kind !== 'missing' || identityFiles) yield* this.#use(username, loaded);
    }
  }

  #wasOffered(file: string): boolean {
    const lent = this.#agent?.lent ?? [];
    const key = lent.length > 0 ? publicKeyOf(file) : undefined;
    return key !== undefined && lent.some((each) => each.equals(key));
  }

  *#use(username: string, identity: Identity): Generator<AnyAuthMethod> {
    if (identity.kind === 'key') yield { type: 'publickey', username, key: identity.key };
    else if (identity.kind !== 'locked') this.hindrances.push(identity.why);
  }

  async *#password(username: string): AsyncGenerator<AnyAuthMethod> {
    if (!this.#host.password || this.#passwordSent) return;
    do {
      const password = await this.#askPassword();
      if (password === undefined) return;
      yield { type: 'password', username, password };
    } while (this.#mayTryAnother('password'));
  }

  /** Not with a password that was just refused: one attempt is what a wrong one costs. */
  async *#keyboard(username: string): AsyncGenerator<AnyAuthMethod> {
    if (this.#passwordRefused) return;
    do {
      const prompt = answerPrompts((question) => this.#keyboardAnswers(question), this.#declined);
      yield { type: 'keyboard-interactive', username, prompt };
    } while (this.#mayTryAnother('keyboard-interactive'));
  }

  async #keyboardAnswers(question: KeyboardQuestion): Promise<readonly string[] | null> {
    if (this.#host.password && asksForPassword(question)) {
      // Asked again in the same conversation: the first was wrong.
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

  /** Where somebody types it. */
  #mayTryAnother(method: LoginMethod): boolean {
    const typed = this.#host.password?.kind === 'prompt';
    return typed && this.#passwordRefused && this.#attempts < tries && this.#takes(method);
  }
}

const unanswered = {
  password: 'no password was given',
  keyboard: 'its question was not answered',
  identity: 'the key was not given',
  passphrase: 'no passphrase was given',
  sudo: 'no sudo password was given',
} as const satisfies Record<Question['kind'], string>;
