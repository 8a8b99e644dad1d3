import type { Failure } from '../domain/failure.ts';
import type { Host } from '../domain/host.ts';
import { fingerprint, type HostKeyVerdict, hostKeyVerdict, knownKeyTypes } from './host-key.ts';
import { keyType, knownHostName } from './known-hosts.ts';
import { appendKnownHost, knownHostsPaths, readKnownHosts } from './known-hosts-files.ts';

/** Verifies one host's key at each connect. Nothing waits for a person here: an unknown key is refused at once. */
export class HostKeyCheck {
  /** Why the key was refused. */
  refusal: Failure | undefined;
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
    return knownKeyTypes(this.#name, readKnownHosts(this.#paths));
  }

  accepts(key: Buffer): boolean {
    const verdict = hostKeyVerdict(this.#name, key, readKnownHosts(this.#paths));
    const accepted =
      verdict.kind === 'known' || (verdict.kind === 'unknown' && this.#acceptsUnknown(key));
    if (!accepted) this.refusal ??= { kind: 'host-key', message: this.#explain(verdict, key) };
    return accepted;
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
    const { address, port } = this.#host;
    switch (verdict.kind) {
      case 'known':
      case 'unknown': {
        if (verdict.kind === 'unknown' && verdict.certified) {
          return 'host key unknown, but known_hosts has an authority for it – certificates need ssh itself (transport: openssh)';
        }
        const scan = `ssh-keyscan -t ${shortType(key)} -p ${port} ${address} >> ${this.#file}`;
        return `host key unknown (${shortType(key)} ${fingerprint(key)}) – compare it with the host's own, then run: ${scan}`;
      }
      case 'changed': {
        const { file, line, known } = verdict;
        return `host key changed: ${file}:${line} has ${fingerprint(known)}, the host shows ${fingerprint(key)} – if this is expected run: ssh-keygen -R '${this.#name}' -f ${file}`;
      }
      case 'revoked':
        return `host key ${fingerprint(key)} is revoked by ${verdict.file}:${verdict.line} – the host must get a new one`;
      default:
        return verdict satisfies never;
    }
  }
}

/** As ssh-keyscan's -t calls it. */
const shortType = (key: Buffer): string =>
  keyType(key)
    .replace(/^ssh-/, '')
    .replace(/^ecdsa-sha2-.*/, 'ecdsa');
