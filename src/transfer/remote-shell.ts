import { quoted } from '../domain/quoted.ts';
import { shellQuote } from '../domain/shell-word.ts';
import { drawNonce } from '../remote-host/nonce.ts';
import { emptyAnswers } from '../remote-host/shell-text.ts';
import { type Channel, ChannelRefused, ConnectError } from '../transport/channel.ts';
import type { TransferContext } from './transfer-context.ts';
import { TransferRefused } from './transfer-refused.ts';

/**
 * `h` starts fast, for small files: GNU and busybox, BSD's and macOS' Perl, OpenSSL, BSD. `b` is for big ones:
 * OpenSSL uses the processor's own instructions, four times as fast as coreutils.
 */
const findHash =
  'if command -v sha256sum; then h() { sha256sum; }; elif command -v shasum; then h() { shasum -a 256; }; elif command -v openssl; then h() { openssl dgst -sha256 -r; }; elif command -v sha256; then h() { sha256 -q; }; else h() { echo none; }; fi >/dev/null 2>&1; if command -v openssl >/dev/null 2>&1; then b() { openssl dgst -sha256 -r; }; else b() { h; }; fi';

/** A shell of the host beside the operator's, for what SFTP cannot tell. It is started when it is first asked. */
export class RemoteShell {
  readonly #connection: TransferContext['connection'];
  readonly #request: string;
  readonly #waiting = new Map<number, (answer: string | undefined) => void>();
  readonly #word = drawNonce().first;
  #channel: Promise<Channel | undefined> | undefined;
  #over = false;
  #last = 0;
  #said = '';

  /** `request` starts a POSIX shell. */
  constructor(connection: TransferContext['connection'], request: string) {
    this.#connection = connection;
    this.#request = request;
  }

  /** SHA-256 in hex; undefined where the host cannot tell. */
  async digest(path: string, length?: number, large = false): Promise<string | undefined> {
    const hash = large ? 'b' : 'h';
    const from =
      length === undefined
        ? `${hash} <${shellQuote(path)}`
        : `head -c ${length} <${shellQuote(path)} | ${hash}`;
    const answer = await this.#ask(`{ ${from}; } 2>/dev/null || echo none`);
    return /^[0-9a-f]{64}/.exec(answer ?? '')?.[0];
  }

  /** Whether a file can be made in it; undefined where the host cannot tell. */
  async canWriteInto(folder: string): Promise<boolean | undefined> {
    const at = shellQuote(folder);
    const answer = await this.#ask(`[ -w ${at} ] && [ -x ${at} ] && echo yes || echo no`);
    return answer === undefined ? undefined : answer === 'yes';
  }

  /** The number of a user or group; rejects with `TransferRefused` for one that is not there. */
  async id(kind: 'user' | 'group', name: string): Promise<number> {
    if (/^\d+$/.test(name)) return Number(name);
    const refused = new TransferRefused({
      kind: 'file',
      message: `no ${kind} ${quoted(name)} there`,
    });
    if (!/^[\w.][\w.-]*\$?$/.test(name)) throw refused;
    const ask =
      kind === 'user'
        ? `id -u ${shellQuote(name)} 2>/dev/null || echo none`
        : `{ getent group ${shellQuote(name)} || grep ^${shellQuote(name)}: /etc/group; } 2>/dev/null | head -n 1 | cut -d : -f 3`;
    const answer = await this.#ask(`${ask}`);
    if (answer === undefined || !/^\d+$/.test(answer)) throw refused;
    return Number(answer);
  }

  close(): void {
    void this.#channel?.then((channel) => channel?.close());
    this.#end();
  }

  /** The first line that `command` says; undefined when there is no shell. */
  async #ask(command: string): Promise<string | undefined> {
    this.#channel ??= this.#start();
    const channel = await this.#channel;
    if (!channel || this.#over) return undefined;
    const id = ++this.#last;
    const answer = new Promise<string | undefined>((resolve) => this.#waiting.set(id, resolve));
    channel.write(
      `printf '\\n%s %s %s\\n' ${this.#word} ${id} "$(${command})" 2>/dev/null </dev/null\n`,
    );
    return answer;
  }

  async #start(): Promise<Channel | undefined> {
    try {
      const channel = await this.#connection.exec(this.#request);
      channel.onOutput((stream, bytes) => stream === 'stdout' && this.#take(bytes));
      channel.onClose(() => this.#end());
      channel.write(`${emptyAnswers}${findHash}\n`);
      return channel;
    } catch (error) {
      if (error instanceof ChannelRefused || error instanceof ConnectError) return undefined;
      throw error;
    }
  }

  #take(bytes: Uint8Array): void {
    const lines = (this.#said + Buffer.from(bytes).toString()).split('\n');
    this.#said = lines.pop() ?? '';
    for (const line of lines) {
      // Startup files may print before the first one.
      const [word, id, answer] = /^(\w+) (\d+) (.*)$/.exec(line)?.slice(1) ?? [];
      if (word !== this.#word) continue;
      this.#waiting.get(Number(id))?.(answer);
      this.#waiting.delete(Number(id));
    }
  }

  #end(): void {
    this.#over = true;
    for (const resolve of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
  }
}
