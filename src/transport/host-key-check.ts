import type { Debug } from '../domain/debug.ts';
import type { Failure } from '../domain/failure.ts';
import type { UnknownKey } from '../domain/host-key.ts';
import { safeText } from '../domain/output.ts';
import { shellQuote, shellWord } from '../domain/shell-word.ts';
import { messageOf } from '../domain/thrown.ts';
import { keyType, knownHostName } from '../host-keys/known-hosts.ts';
import { readKnownHosts } from '../host-keys/known-hosts-files.ts';
import { keepsKeys, recordKeys } from '../host-keys/record-keys.ts';
import { revokedVerdict } from '../host-keys/revoked-keys.ts';
import { SessionKeys } from '../host-keys/session-keys.ts';
import {
  fingerprint,
  type HostKeyVerdict,
  hostKeyVerdict,
  knownKeyTypes,
  type Place,
} from '../host-keys/verdict.ts';
import type { Route } from './route.ts';

/** Verifies a host's key at each connect. Nothing waits for a person here: an unknown key is refused at once. */
export class HostKeyCheck {
  /** Why the key was refused. */
  refusal: Failure | undefined;
  /** The host has presented a key that we accept. */
  accepted = false;
  readonly #host: Route;
  readonly #place: Place;
  readonly #paths: readonly string[];
  readonly #session: SessionKeys;
  #taken: Buffer | undefined;
  readonly #notice: (text: string) => void;
  readonly #debug: Debug | undefined;

  constructor(
    host: Route,
    notice: (text: string) => void,
    session = new SessionKeys(),
    debug?: Debug,
  ) {
    const { knownHosts, ssh } = host;
    this.#host = host;
    this.#place = keyPlace(host);
    this.#paths = knownHosts ? [knownHosts] : [...ssh.userKnownHosts, ...ssh.globalKnownHosts];
    this.#session = session;
    this.#notice = notice;
    this.#debug = debug;
  }

  /** Key types to ask the server for first. */
  get knownTypes(): string[] {
    const before = this.#before;
    const types = knownKeyTypes(this.#place, readKnownHosts(this.#paths));
    return before ? [keyType(before), ...types] : types;
  }

  accepts(key: Buffer): boolean {
    // Called again at each rekeying of the connection.
    if (this.#taken) return this.#taken.equals(key);
    const revoked = this.#revocation(key);
    const verdict = hostKeyVerdict(this.#place, key, readKnownHosts(this.#paths));
    this.accepted =
      !revoked &&
      (verdict.kind === 'known' || (verdict.kind === 'unknown' && this.#acceptsUnknown(key)));
    this.#debug?.(
      `host key: ${keyType(key)} ${fingerprint(key)}: ${this.#verdictWords(verdict)}, ${this.accepted ? 'accepted' : 'refused'}`,
    );
    if (this.accepted) {
      this.#taken = key;
      return true;
    }
    this.refusal ??= revoked ?? this.#explain(verdict, key);
    return false;
  }

  #verdictWords(verdict: HostKeyVerdict): string {
    const name = knownHostName(this.#place.address, this.#place.port);
    return verdict.kind === 'unknown'
      ? `${name} is in none of ${this.#paths.join(' ') || 'no files'} (host_key_check ${this.#host.hostKeyCheck})`
      : `${verdict.kind}, by ${verdict.file}:${verdict.line}`;
  }

  #acceptsUnknown(key: Buffer): boolean {
    const { hostKeyCheck } = this.#host;
    if (this.#before?.equals(key) === false) return false;
    if (keepsNone(this.#host)) this.#session.keep(sessionName(this.#host), key);
    if (hostKeyCheck === 'no') {
      this.#notice(`host key not checked (host_key_check: no): ${fingerprint(key)}`);
      return true;
    }
    const file = this.#file;
    if (hostKeyCheck !== 'accept-new' || file === undefined) return false;
    if (!keepsKeys(file)) {
      this.#notice(`host key accepted, ${file} keeps none: ${fingerprint(key)}`);
      return true;
    }
    try {
      recordKeys([this.#unknown(key, file)]);
      this.#notice(`host key recorded in ${file}: ${fingerprint(key)}`);
      return true;
    } catch (error) {
      const message = `host key cannot be recorded: ${messageOf(error)} – make ${file} writable`;
      this.refusal = { kind: 'host-key', message };
      return false;
    }
  }

  /** The key that it presented first since we started, if no file keeps it. */
  get #before(): Buffer | undefined {
    return this.#session.of(sessionName(this.#host));
  }

  /** The failure if RevokedHostKeys lists the key. */
  #revocation(key: Buffer): Failure | undefined {
    const file = this.#host.ssh.revokedHostKeys;
    if (file === undefined) return undefined;
    const verdict = revokedVerdict(file, key);
    const why = {
      good: undefined,
      revoked: `host key ${fingerprint(key)} is revoked by ${file} – the host must get a new one`,
      unreadable: `RevokedHostKeys ${file} cannot be read, which revokes every key – check the path`,
      binary: `RevokedHostKeys ${file} is a KRL, which ssh2 cannot read – set transport: openssh`,
    }[verdict];
    if (why === undefined) return undefined;
    const needsOpenssh = verdict === 'binary' && { needsOpenssh: 'RevokedHostKeys is a KRL' };
    return { kind: 'host-key', message: why, ...needsOpenssh };
  }

  /** The file for an unknown key, never a system-wide one. Undefined: none (UserKnownHostsFile none). */
  get #file(): string | undefined {
    return keyFile(this.#host);
  }

  #unknown(key: Buffer, file: string): UnknownKey {
    return {
      name: knownHostName(this.#place.address, this.#place.port),
      type: safeText(keyType(key)),
      key: key.toString('base64'),
      fingerprint: fingerprint(key),
      file,
      hashed: this.#host.ssh.hashKnownHosts && this.#host.knownHosts === undefined,
    };
  }

  #explain(verdict: HostKeyVerdict, key: Buffer): Failure {
    switch (verdict.kind) {
      case 'known':
      case 'unknown':
        if (this.#before?.equals(key) === false) return changedSince(this.#before, key);
        return this.#explainUnknown(verdict.kind === 'unknown' && verdict.certified, key);
      case 'changed': {
        const { file, line, known } = verdict;
        const name = knownHostName(this.#place.address, this.#place.port);
        const remove = `ssh-keygen -R ${shellQuote(name)} -f ${shellWord(file)}`;
        const message = `host key changed: ${file}:${line} has ${fingerprint(known)}, the host shows ${fingerprint(key)} – if this is expected run: ${remove}`;
        return { kind: 'host-key', message };
      }
      case 'revoked': {
        const place = `${verdict.file}:${verdict.line}`;
        const message = `host key ${fingerprint(key)} is revoked by ${place} – the host must get a new one`;
        return { kind: 'host-key', message };
      }
      default:
        return verdict satisfies never;
    }
  }

  #explainUnknown(certified: boolean, key: Buffer): Failure {
    if (certified) {
      const message =
        'host key unknown, but known_hosts has an authority for it – certificates need ssh itself (transport: openssh)';
      return { kind: 'host-key', message, needsOpenssh: 'an authority certifies the host' };
    }
    const shown = `${shortType(key)} ${fingerprint(key)}`;
    const file = this.#file;
    if (file === undefined || !keepsKeys(file)) {
      const message = `host key unknown (${shown}), and UserKnownHostsFile ${file ?? 'none'} keeps none – name a file by known_hosts:`;
      return { kind: 'host-key', message };
    }
    const unknown = this.#unknown(key, file);
    const message = `host key unknown (${shown}) – compare it with the host's own, then run: ${this.#recordLine(unknown, key)}`;
    const { hostKeyCheck } = this.#host;
    const mayAsk = hostKeyCheck === 'ask' && !this.#host.ssh.batchMode;
    return { kind: 'host-key', message, ...(mayAsk && { unknownKey: unknown }) };
  }

  /** Behind a jump host or a ProxyCommand ssh-keyscan would not reach it; then the line holds the key itself. */
  #recordLine({ name, type, key: base64, file }: UnknownKey, key: Buffer): string {
    const { address, port, hops, ssh } = this.#host;
    const direct = hops.length === 0 && !ssh.proxyCommand && !ssh.hostKeyAlias;
    const line = direct
      ? `ssh-keyscan -t ${shortType(key)} -p ${port} ${shellWord(address)}`
      : `echo ${shellQuote(`${name} ${type} ${base64}`)}`;
    return `${line} >> ${shellWord(file)}`;
  }
}

const changedSince = (before: Buffer, key: Buffer): Failure => ({
  kind: 'host-key',
  message: `host key changed since tutti was started: it was ${fingerprint(before)}, the host shows ${fingerprint(key)} – if this is expected start tutti again`,
});

/** The place under which its key is looked up (ssh_config(5), HostKeyAlias). */
export const keyPlace = ({ address, port, ssh }: Route): Place =>
  ssh.hostKeyAlias ? { address: ssh.hostKeyAlias, port: 22 } : { address, port };

/** Its name among the keys of the session. */
export function sessionName(host: Route): string {
  const { address, port } = keyPlace(host);
  return [...host.hops.map(({ name }) => name), host.name, knownHostName(address, port)].join(
    ' > ',
  );
}

/** Whether an unknown key of this host is accepted but kept in no file. */
export function keepsNone(host: Route): boolean {
  if (host.hostKeyCheck === 'no') return true;
  const file = keyFile(host);
  return host.hostKeyCheck === 'accept-new' && (file === undefined || !keepsKeys(file));
}

const keyFile = ({ knownHosts, ssh }: Route): string | undefined =>
  knownHosts ?? ssh.userKnownHosts[0];

/** The key type as ssh-keyscan's -t names it; the name comes from the server. */
const shortType = (key: Buffer): string =>
  safeText(keyType(key))
    .replace(/^ssh-/, '')
    .replace(/^ecdsa-sha2-.*/, 'ecdsa');
