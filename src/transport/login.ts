import { userInfo } from 'node:os';
import type { AnyAuthMethod, AuthenticationType, Prompt } from 'ssh2';
import type { Host } from '../domain/host.ts';
import { safeText } from '../domain/output.ts';
import {
  type Ask,
  defaultIdentityFiles,
  type Identity,
  loadIdentity,
  parseIdentity,
} from './identity-file.ts';
import { KeyAgent, publicKeys } from './key-agent.ts';

export const loginName = ({ user }: Host): string => user ?? userInfo().username;

/** How to log in to one host, one method after the other. Secrets live only in the closure of the method that needs them. */
export class Login {
  /** What could not be used on the way, for the message when nothing is left. */
  readonly hindrances: string[] = [];
  readonly #host: Host;
  readonly #ask: Ask;
  readonly #methods: AsyncGenerator<AnyAuthMethod>;
  #left: readonly AuthenticationType[] | undefined;
  #passwordRefused = false;
  #passwordSent = false;

  constructor(host: Host, ask: Ask) {
    this.#host = host;
    this.#ask = ask;
    this.#methods = this.#all();
  }

  /** The next method the server may take; undefined: there is none left. `left` is what it still accepts. */
  async next(
    left: readonly AuthenticationType[] | null,
    partial: boolean | null,
  ): Promise<AnyAuthMethod | undefined> {
    this.#left = left ?? undefined;
    if (this.#passwordSent) this.#passwordRefused = partial !== true;
    const { value, done } = await this.#methods.next();
    return done ? undefined : value;
  }

  async *#all(): AsyncGenerator<AnyAuthMethod> {
    const username = loginName(this.#host);
    if (this.#takes('publickey')) yield* this.#agentKeys(username);
    if (this.#takes('publickey')) yield* this.#fileKeys(username);
    if (this.#takes('password')) yield* this.#password(username);
    if (this.#takes('keyboard-interactive')) yield* this.#keyboard(username);
  }

  /** Unknown before the first answer of the server. */
  #takes(type: AuthenticationType): boolean {
    return this.#left === undefined || this.#left.includes(type);
  }

  async *#agentKeys(username: string): AsyncGenerator<AnyAuthMethod> {
    const socket = process.env.SSH_AUTH_SOCK;
    if (!socket || this.#host.identity) return;
    const { identityFiles } = this.#host;
    if (!identityFiles) {
      yield { type: 'agent', username, agent: socket };
      return;
    }
    const only = publicKeys(identityFiles);
    if (only.length > 0) yield { type: 'agent', username, agent: new KeyAgent(socket, only) };
  }

  async *#fileKeys(username: string): AsyncGenerator<AnyAuthMethod> {
    const { identity, identityFiles, password } = this.#host;
    if (identity) {
      const [text = ''] = (await this.#ask({ kind: 'identity' })) ?? [];
      yield* this.#use(
        username,
        await parseIdentity(text, `identity of ${this.#host.name}`, this.#ask),
      );
    }
    if (identity || (!identityFiles && password)) return;
    for (const file of identityFiles ?? defaultIdentityFiles()) {
      if (!this.#takes('publickey')) return;
      const loaded = await loadIdentity(file, this.#ask);
      const isMissingDefault =
        loaded.kind === 'unusable' && !identityFiles && loaded.why.endsWith('does not exist');
      if (!isMissingDefault) yield* this.#use(username, loaded);
    }
  }

  *#use(username: string, identity: Identity): Generator<AnyAuthMethod> {
    if (identity.kind === 'unusable') this.hindrances.push(identity.why);
    else yield { type: 'publickey', username, key: identity.key };
  }

  async *#password(username: string): AsyncGenerator<AnyAuthMethod> {
    if (!this.#host.password) return;
    const [password] = (await this.#ask({ kind: 'password', user: username })) ?? [];
    if (password === undefined) {
      this.hindrances.push('no password was given');
      return;
    }
    this.#passwordSent = true;
    yield { type: 'password', username, password };
  }

  /** Not with a password that was just refused: one attempt is what a wrong one costs. */
  async *#keyboard(username: string): AsyncGenerator<AnyAuthMethod> {
    if (this.#passwordRefused || (!this.#host.password && this.#left === undefined)) return;
    if (!this.#host.password && !this.#isSecondStep) return;
    yield { type: 'keyboard-interactive', username, prompt: this.#prompt };
  }

  get #isSecondStep(): boolean {
    return this.#left?.length === 1 && this.#left[0] === 'keyboard-interactive';
  }

  #prompt = (
    _name: string,
    instructions: string,
    _lang: string,
    prompts: Prompt[],
    finish: (answers: string[]) => void,
  ): void => {
    if (prompts.length === 0) {
      finish([]);
      return;
    }
    const question = {
      kind: 'keyboard',
      instructions: safeText(instructions),
      prompts: prompts.map(({ prompt, echo }) => ({ text: safeText(prompt), echo: echo === true })),
    } as const;
    void this.#ask(question).then((answers) => {
      if (!answers) this.hindrances.push('its question was not answered');
      finish([...(answers ?? prompts.map(() => ''))]);
    });
  };
}
