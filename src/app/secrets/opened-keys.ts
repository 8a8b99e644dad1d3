import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Host } from '../../domain/host.ts';
import { NotAnswered, type PassphraseQuestion } from '../../domain/question.ts';
import { Secret } from '../../domain/secret.ts';
import { shellQuote } from '../../domain/shell-word.ts';
import { encryptionOf, type Opened, unreadable } from '../../transport/key-format.ts';

export interface OpenedKeysOptions {
  /** Asks the operator; `null` if they decline, or nobody is there to ask. */
  prompt(host: Host, question: PassphraseQuestion): Promise<readonly string[] | null>;
  open(text: string, passphrase: string): Promise<Opened>;
}

/** How many passphrases may be tried, as many as ssh allows (NumberOfPasswordPrompts of ssh_config(5)). */
const tries = 3;

/** Encrypted keys, each asked for and opened once for all hosts. */
export class OpenedKeys {
  readonly #options: OpenedKeysOptions;
  /** By a hash of their encrypted text: hosts with the same key share it, wherever it is kept. */
  readonly #opened = new Map<string, Promise<Secret>>();
  readonly #refused = new Set<string>();
  /** Passphrases by file. */
  readonly #typed = new Map<string, Promise<Secret | null>>();
  readonly #declined = new Set<string>();
  /** The passphrase that each host was given. */
  readonly #givenTo = new Map<string, Promise<Secret | null>>();

  constructor(options: OpenedKeysOptions) {
    this.#options = options;
  }

  /** The key in a file. Rejects */
  async file(host: Host, file: string): Promise<Secret> {
    return this.#of(
      host,
      readFileSync(file, 'utf8'),
      file,
      ` – ssh-add ${shellQuote(file)} spares it`,
    );
  }

  /** A key in the inventory itself, which need not be encrypted. Rejects with `NotAnswered`. */
  async text(host: Host, text: Secret): Promise<Secret> {
    const name = `identity of ${host.name}`;
    return text.use((value) =>
      encryptionOf(value) === undefined ? text : this.#of(host, value, name),
    );
  }

  /** The passphrase for a program that opens the file itself; typed once for all that want it. */
  async passphrase(host: Host, question: PassphraseQuestion): Promise<readonly string[] | null> {
    const { file, again } = question;
    const place = `${host.name}\0${file}`;
    const known = this.#typed.get(file);
    // If it was typed again for another host meanwhile, that one is tried first.
    const isRefused = again && known === this.#givenTo.get(place);
    const typed = known && !isRefused ? known : this.#type(host, question);
    this.#typed.set(file, typed);
    this.#givenTo.set(place, typed);
    const passphrase = await typed;
    if (passphrase === null) this.#declined.add(file);
    return passphrase?.use((value) => [value]) ?? null;
  }

  /** Lets keys that were not opened be asked for again. */
  forgetRefusals(): void {
    for (const hash of this.#refused) this.#opened.delete(hash);
    this.#refused.clear();
    for (const file of this.#declined) this.#typed.delete(file);
    this.#declined.clear();
  }

  #of(host: Host, text: string, name: string, advice = ''): Promise<Secret> {
    const hash = createHash('sha256').update(text).digest('hex');
    const known = this.#opened.get(hash);
    if (known) return known;
    const opened = this.#open(host, text, name, advice);
    this.#opened.set(hash, opened);
    opened.catch(() => this.#refused.add(hash));
    return opened;
  }

  async #type(host: Host, question: PassphraseQuestion): Promise<Secret | null> {
    const text = textOf(question.file);
    for (let attempt = 0; attempt < tries; attempt++) {
      const again = attempt > 0 ? { again: true as const } : {};
      const [passphrase] = (await this.#options.prompt(host, { ...question, ...again })) ?? [];
      if (passphrase === undefined) return null;
      // A wrong passphrase would be asked for again by each of the programs that wait for it.
      const { kind } = await this.#options.open(text, passphrase);
      if (kind !== 'locked') return new Secret(passphrase);
    }
    return null;
  }

  async #open(host: Host, text: string, file: string, advice: string): Promise<Secret> {
    const why = unreadable(encryptionOf(text) ?? '', file);
    if (why !== undefined) throw new NotAnswered(why);
    for (let attempt = 0; attempt < tries; attempt++) {
      const again = attempt > 0 ? { again: true as const } : {};
      const question = { kind: 'passphrase', file, ...again } as const;
      const [passphrase] = (await this.#options.prompt(host, question)) ?? [];
      if (passphrase === undefined) {
        throw new NotAnswered(`the passphrase of ${file} was not given${advice}`);
      }
      const opened = await this.#options.open(text, passphrase);
      if (opened.kind === 'opened') return new Secret(opened.text);
      if (opened.kind === 'unusable') throw new NotAnswered(`${file}: ${opened.why}`);
    }
    throw new NotAnswered(`${file}: the passphrase is wrong${advice}`);
  }
}

/** Empty if it cannot be read. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
