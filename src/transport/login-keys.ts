import type { AnyAuthMethod, ParsedKey } from 'ssh2';
import { safeText } from '../domain/output.ts';
import type { Question } from '../domain/question.ts';
import { messageOf } from '../domain/thrown.ts';
import { agentKeys, listingWithin } from './agent-keys.ts';
import { agentSocket } from './agent-socket.ts';
import type { ConnectContext } from './channel.ts';
import { connectSeconds } from './connect-limit.ts';
import {
  askIdentity,
  defaultIdentityFiles,
  type EncryptedIdentity,
  type Identity,
  loadIdentity,
  type OpenIdentity,
} from './identity-file.ts';
import { LentKey, NoSignature } from './lent-key.ts';
import { keyWords } from './login-words.ts';
import { whyNobodyIsAsked } from './nobody-asked.ts';
import { publicKeyOf } from './public-key.ts';
import type { Route } from './route.ts';

/** How many agent keys are tried if a password is to follow: sshd ends a login after six refusals (MaxAuthTries). */
const keysBeforePassword = 3;

export interface KeysOfLogin {
  readonly host: Route;
  readonly context: ConnectContext;
  /** Receives why keys could not be used. */
  readonly hindrances: string[];
  /** Whether the server accepts a key at this step. */
  wanted(): boolean;
  /** A key was taken, and the server wants more. */
  stepped(): void;
}

/** The keys of one login: the agent's, then the files'. */
export class LoginKeys {
  readonly #login: KeysOfLogin;
  /** Offered in this step. */
  readonly #offered = new Set<string>();
  /** Accepted as a step: a server wants a different one for the next. */
  readonly #taken = new Set<string>();

  constructor(login: KeysOfLogin) {
    this.#login = login;
  }

  /** The keys that may serve for the next step, none of them twice. */
  async *methods(): AsyncGenerator<AnyAuthMethod> {
    this.#offered.clear();
    yield* this.#ofAgent();
    yield* this.#ofFiles();
  }

  /** From the inventory, else from ssh's configuration; undefined: the default files. */
  get #files(): readonly string[] | undefined {
    const { host } = this.#login;
    return host.identityFiles ?? host.ssh.identityFiles;
  }

  async *#ofAgent(): AsyncGenerator<AnyAuthMethod> {
    const { identity, password, ssh } = this.#login.host;
    const socket = agentSocket(this.#login.host);
    if (!socket || identity) return;
    const files = this.#files ?? (ssh.identitiesOnly ? defaultIdentityFiles() : undefined);
    const only = files?.flatMap((file) => publicKeyOf(file)?.getPublicSSH() ?? []);
    if (only?.length === 0) return;
    try {
      const keys = await agentKeys(socket, {
        listedWithin: listingWithin(connectSeconds(this.#login.host)),
        ...(only && { only }),
        ...(!only && password && { most: keysBeforePassword }),
      });
      this.#tell(`agent ${socket}: ${keys.length} keys for this host`);
      for (const key of keys) yield* this.#lend(key);
    } catch (error) {
      this.#tell(`agent ${socket}: ${messageOf(error)}`);
      this.#login.hindrances.push(`ssh-agent: ${safeText(messageOf(error))}`);
    }
  }

  async *#ofFiles(): AsyncGenerator<AnyAuthMethod> {
    const { identity, password, name } = this.#login.host;
    const files = this.#files;
    if (identity) {
      const ask = (question: Question) => this.#login.context.ask(question);
      yield* this.#use(await askIdentity({ kind: 'identity' }, `identity of ${name}`, ask));
    }
    if (identity || (!files && password)) return;
    for (const file of files ?? defaultIdentityFiles()) {
      if (!this.#login.wanted()) return;
      const loaded = loadIdentity(file);
      this.#tell(identityWords(file, loaded));
      if (loaded.kind !== 'missing' || files) yield* this.#use(loaded, publicKeyOf(file));
    }
  }

  #tell(event: string): void {
    this.#login.context.debug?.(`login: ${event}`);
  }

  async *#use(identity: Identity, publicKey?: ParsedKey): AsyncGenerator<AnyAuthMethod> {
    if (this.#wasOffered(publicKey) || this.#isBarred(publicKey)) return;
    switch (identity.kind) {
      case 'key':
        if (this.#wasOffered(identity.key) || this.#isBarred(identity.key)) return;
        if (this.#isWatched(identity.key)) return yield* this.#lend(lentFrom(identity.key));
        this.#offered.add(nameOf(identity.key));
        yield { type: 'publickey', username: this.#login.host.user, key: identity.key };
        return;
      case 'encrypted':
        // As ssh does: do not ask for a passphrase if the server does not want the key.
        if (identity.publicKey) yield* this.#lend(this.#locked(identity, identity.publicKey));
        else yield* this.#use(await this.#open(identity));
        return;
      case 'missing':
      case 'unusable':
        this.#login.hindrances.push(identity.why);
        return;
      default:
        identity satisfies never;
    }
  }

  #locked(identity: EncryptedIdentity, publicKey: ParsedKey): LentKey {
    return new LentKey(publicKey, async (data, { hash }) => {
      const opened = await this.#open(identity);
      if (opened.kind !== 'key') {
        this.#login.hindrances.push(opened.why);
        throw new NoSignature();
      }
      const signature = opened.key.sign(data, hash);
      if (signature instanceof Error) throw signature;
      return signature;
    });
  }

  async #open(identity: EncryptedIdentity): Promise<OpenIdentity> {
    const { host, context } = this.#login;
    const forbidden = whyNobodyIsAsked(host);
    if (forbidden !== undefined) return { kind: 'unusable', why: forbidden };
    // Another host's login may be asking for the same passphrase already.
    return context.untimed(() => identity.open((question) => context.ask(question)));
  }

  async *#lend(key: LentKey): AsyncGenerator<AnyAuthMethod> {
    const username = this.#login.host.user;
    if (!this.#login.wanted() || this.#wasOffered(key.publicKey)) return;
    if (this.#isBarred(key.publicKey)) return;
    this.#offered.add(nameOf(key.publicKey));
    key.maySignWithSha1 = () => {
      if (!this.#isWatched(key.publicKey)) return true;
      this.#login.hindrances.push(noSha1);
      return false;
    };
    yield { type: 'agent', username, agent: key };
    if (!key.signed) return;
    this.#taken.add(nameOf(key.publicKey));
    this.#login.stepped();
    yield { type: 'none', username };
  }

  /** Whether the operator excludes its type (ssh_config(5), PubkeyAcceptedAlgorithms). */
  #isBarred(key: ParsedKey | undefined): boolean {
    const accepted = this.#login.host.ssh.keyAlgorithms;
    if (key === undefined || accepted === undefined) return false;
    // The algorithms that ssh2 may sign with, depending on the server.
    const names = key.type === 'ssh-rsa' ? ['rsa-sha2-256', 'ssh-rsa'] : [key.type];
    if (names.some((name) => accepted.includes(name))) return false;
    const why = `PubkeyAcceptedAlgorithms of ssh’s configuration bars ${key.type} keys`;
    if (!this.#login.hindrances.includes(why)) this.#login.hindrances.push(why);
    return true;
  }

  /** Whether to watch how it signs, which ssh2 chooses: SHA-1, if the server does not announce better. */
  #isWatched({ type }: ParsedKey): boolean {
    const accepted = this.#login.host.ssh.keyAlgorithms;
    return type === 'ssh-rsa' && accepted?.includes('ssh-rsa') === false;
  }

  #wasOffered(key: ParsedKey | undefined): boolean {
    if (key === undefined) return false;
    return this.#offered.has(nameOf(key)) || this.#taken.has(nameOf(key));
  }
}

function identityWords(file: string, identity: Identity): string {
  switch (identity.kind) {
    case 'key':
      return `file ${file}: ${keyWords(identity.key)}`;
    case 'encrypted': {
      const { publicKey } = identity;
      return `file ${file}: encrypted${publicKey ? `, ${keyWords(publicKey)}` : ''}`;
    }
    case 'missing':
    case 'unusable':
      return `file: ${identity.why}`;
    default:
      return identity satisfies never;
  }
}

const noSha1 =
  'the host takes signatures of RSA keys with SHA-1 only, which PubkeyAcceptedAlgorithms of ssh’s configuration bars';

const lentFrom = (key: ParsedKey): LentKey =>
  new LentKey(key, async (data, { hash }) => {
    const signature = key.sign(data, hash);
    if (signature instanceof Error) throw signature;
    return signature;
  });

const nameOf = (key: ParsedKey): string => key.getPublicSSH().toString('base64');
