import type { ShellFacts } from '../domain/host.ts';
import type { Stream } from '../domain/run.ts';
import { type Mark, parseMark } from './mark.ts';
import type { Awaiting, MarkedChannel } from './marked-channel.ts';
import { drawNonce, type Nonce } from './nonce.ts';
import { type ShellKind, shellKind } from './shell-kinds.ts';
import { endLine, lineText } from './shell-text.ts';
import { TtyNoise } from './tty-noise.ts';

/** What takes a line's output and its end. */
export interface LineSink {
  output(stream: Stream, bytes: Uint8Array): void;
  marked(mark: Mark): void;
}

/** How many background jobs are remembered, so that a tree kill spares them. */
const rememberedJobs = 200;

/** A running shell: one line at a time, each answered by one mark, unless the channel ends first. */
export class Shell implements Awaiting {
  readonly facts: ShellFacts;
  /** The shell ends after so many idle seconds: a TMOUT that could not be unset. */
  idleLimit: number | undefined;
  readonly #kind: ShellKind;
  readonly #wire: MarkedChannel;
  readonly #noise: TtyNoise | undefined;
  readonly #jobs = new Set<number>();
  #nonce: Nonce | undefined;
  #sink: LineSink | undefined;
  #keptCode: number | undefined;
  #mark: Mark;

  constructor(wire: MarkedChannel, facts: ShellFacts, cwd: string) {
    this.#wire = wire;
    this.facts = facts;
    this.#kind = shellKind(facts.kind);
    if (facts.kind === 'bash') this.#noise = new TtyNoise(facts.pid);
    this.#mark = { code: 0, flags: '', cwd };
  }

  get channel() {
    return this.#wire.channel;
  }

  get busy(): boolean {
    return this.#wire.busy;
  }

  /** The newest mark, that of the line before the running one. */
  get lastMark(): Mark {
    return this.#mark;
  }

  /** The background jobs that the shell has reported. */
  get jobs(): ReadonlySet<number> {
    return this.#jobs;
  }

  /** `input`: a path, already quoted. `before`: statements in front of the line. */
  run(command: string, sink: LineSink, input = '/dev/null', before = ''): void {
    const nonce = drawNonce();
    const start = before + this.#bringBack(command);
    const text = lineText(this.#kind, command, input, nonce, start);
    this.#keptCode = undefined;
    this.#send(text, nonce, sink);
  }

  /** Runs a line of our own, which leaves `$?` as it was. `command` is latin1: a path may hold any byte. */
  hidden(command: string, sink: LineSink): void {
    const nonce = drawNonce();
    const text = lineText(this.#kind, command, '/dev/null', nonce);
    this.#keptCode = this.#mark.code;
    this.#send(Buffer.from(text, 'latin1'), nonce, sink);
  }

  /** Stops output, and with it the mark. */
  pause(): void {
    this.#wire.pause();
  }

  resume(): void {
    this.#wire.resume();
  }

  /** Sends the end line of the running line again: a shell may have thrown the first one away. */
  repeatEnd(): void {
    if (this.#nonce !== undefined && this.busy) {
      this.channel.write(endLine(this.#kind, this.#nonce));
    }
  }

  /** Called by the channel. */
  output(stream: Stream, bytes: Uint8Array): void {
    const noise = stream === 'stderr' ? this.#noise : undefined;
    const said = noise ? noise.take(bytes) : bytes;
    if (said.length > 0) this.#sink?.output(stream, said);
  }

  /** Called by the channel. */
  marked(fields: Buffer): void {
    const rest = this.#noise?.rest();
    if (rest && rest.length > 0) this.#sink?.output('stderr', rest);
    const mark = parseMark(fields);
    this.#mark = this.#keptCode === undefined ? mark : { ...mark, code: this.#keptCode };
    if (mark.job !== undefined) this.#remember(mark.job);
    this.#sink?.marked(mark);
  }

  #send(text: string | Uint8Array, nonce: Nonce, sink: LineSink): void {
    this.#nonce = nonce;
    this.#sink = sink;
    this.#wire.send(text, nonce, this);
  }

  #remember(job: number): void {
    this.#jobs.add(job);
    if (this.#jobs.size <= rememberedJobs) return;
    for (const oldest of this.#jobs) {
      this.#jobs.delete(oldest);
      return;
    }
  }

  /** Restores `$?`, which the end line has overwritten; but not under `set -e`, which would end the shell here. */
  #bringBack(command: string): string {
    const { code, flags } = this.#mark;
    if (code === 0 || !command.includes('$?') || flags.includes('e')) return '';
    return `(exit ${code}); `;
  }
}
