import type { Failure } from '../domain/failure.ts';
import type { Host } from '../domain/host.ts';
import { safeText } from '../domain/output.ts';
import { fingerprint, type HostKeyVerdict, hostKeyVerdict, knownKeyTypes } from './host-key.ts';
import { keyType, knownHostName } from './known-hosts.ts';
import { appendKnownHost, knownHostsPaths, readKnownHosts } from './known-hosts-files.ts';
import { quote } from './shell-text.ts';

/** Verifies one host's key at each connect. Nothing waits for a person here: an unknown key is refused at once. */
export class HostKeyCheck {
  /** Why the key was refused. */
  refusal: Failure | undefined;
  /** The host has shown a key that we take for its own. */
  accepted = false;
  readonly #host: Host;
  readonly #name: string;
  readonly #paths: readonly string[];
  readonly #notice: (text: string) => void;

  constructor(host: Host, notice: (text: string) => void) {
    this.#host = host;
    this.#name = knownHostName(host.address, host.port);
    this.#paths = knownHostsPaths(host);
    this.#notice = notice;
  }

  /** Key types to ask the server for first. */
  get knownTypes(): string[] {
    return knownKeyTypes(this.#host, readKnownHosts(this.#paths));
  }

  accepts(key: Buffer): boolean {
    const verdict = hostKeyVerdict(this.#host, key, readKnownHosts(this.#paths));
    this.accepted =
      verdict.kind === 'known' || (verdict.kind === 'unknown' && this.#acceptsUnknown(key));
    if (!this.accepted) this.refusal ??= { kind: 'host-key', message: this.#explain(verdict, key) };
    return this.accepted;
  }

  #acceptsUnknown(key: Buffer): boolean {
    const { hostKeyCheck } = this.#host;
    if (hostKeyCheck === 'no') return true;
    if (hostKeyCheck !== 'accept-new') return false;
    try {
      appendKnownHost(this.#file, this.#name, key);
      this.#notice(`host key recorded in ${this.#file}: ${fingerprint(key)}`);
      return true;
    } catch (error) {
      const message = `host key cannot be recorded: ${(error as Error).message} – make ${this.#file} writable`;
      this.refusal = { kind: 'host-key', message };
      return false;
    }
  }

  get #file(): string {
    return this.#paths[0] ?? '';
  }

  #explain(verdict: HostKeyVerdict, key: Buffer): string {
    switch (verdict.kind) {
      case 'known':
      case 'unknown': {
        if (verdict.kind === 'unknown' && verdict.certified) {
          return 'host key unknown, but known_hosts has an authority for it – certificates need ssh itself (transport: openssh)';
        }
        const shown = `${shortType(key)} ${fingerprint(key)}`;
        return `host key unknown (${shown}) – compare it with the host's own, then run: ${this.#recordLine(key)}`;
      }
      case 'changed': {
        const { file, line, known } = verdict;
        const remove = `ssh-keygen -R ${quote(this.#name)} -f ${word(file)}`;
        return `host key changed: ${file}:${line} has ${fingerprint(known)}, the host shows ${fingerprint(key)} – if this is expected run: ${remove}`;
      }
      case 'revoked':
        return `host key ${fingerprint(key)} is revoked by ${verdict.file}:${verdict.line} – the host must get a new one`;
      default:
        return verdict satisfies never;
    }
  }

  /** Behind a jump host ssh-keyscan would not reach it; then the key itself is in the line. */
  #recordLine(key: Buffer): string {
    const { address, port, jump } = this.#host;
    const line = jump?.length
      ? `echo ${quote(`${this.#name} ${safeText(keyType(key))} ${key.toString('base64')}`)}`
      : `ssh-keyscan -t ${shortType(key)} -p ${port} ${word(address)}`;
    return `${line} >> ${word(this.#file)}`;
  }
}

/** Quoted for a shell only where it must be. */
const word = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : quote(text));

/** As ssh-keyscan's -t calls it; the name comes from the server. */
const shortType = (key: Buffer): string =>
  safeText(keyType(key))
    .replace(/^ssh-/, '')
    .replace(/^ecdsa-sha2-.*/, 'ecdsa');
