import { noOutput, type OutputFacts, type Stream } from '../domain/run.ts';
import type { TerminalSize } from '../domain/terminal.ts';
import { RecordWriter } from '../records/record-writer.ts';
import type { RemoteHost } from '../remote-host/remote-host.ts';
import { type LocalFiles, openLocalFiles } from '../transfer/local-files.ts';
import { ByteFlow } from './byte-flow.ts';
import { type ActivityEnding, type HostActivity, startActivity } from './host-activity.ts';
import { HostOutput } from './host-output.ts';
import type { Event, Operation } from './protocol.ts';

export interface WorkerRunOptions {
  readonly id: string;
  /** Sets this worker's record file apart from the other workers'. */
  readonly recordName: string;
  put(event: Event): void;
  digestChanged(run: WorkerRun, host: string): void;
  /** The last of its hosts here has ended. */
  ended(): void;
}

/** What becomes of one host's output: kept here, or passed on. */
type Sink =
  | { readonly kind: 'digest'; readonly output: HostOutput }
  | { readonly kind: 'bytes'; readonly flow: ByteFlow };

interface HostPart {
  activity?: HostActivity;
  readonly sink: Sink;
  /** Bytes of its input that are still here. */
  untaken: number;
  ending?: Event;
}

/** One run's share in this worker. It starts once on each host, whatever is asked. */
export class WorkerRun {
  readonly #options: WorkerRunOptions;
  readonly #parts = new Map<string, HostPart>();
  /** Hosts whose part was forgotten. */
  #forgotten: ReadonlySet<string> = new Set();
  #record: RecordWriter | undefined;
  #recordTried = false;
  /** Why what comes is not on disk. */
  #unrecorded: string | undefined;
  #files: LocalFiles | undefined;
  #open = 0;

  constructor(options: WorkerRunOptions) {
    this.#options = options;
  }

  /** A host that was started before gets its ending told again, as far as it is known, and nothing else. */
  start(name: string, remote: RemoteHost | undefined, operation: Operation): void {
    if (this.#forgotten.has(name)) {
      this.#options.put(forgottenEnding(this.#options.id, name));
      return;
    }
    const before = this.#parts.get(name);
    if (before) {
      if (before.ending) this.#options.put(before.ending);
      return;
    }
    const part: HostPart = { sink: this.#sink(remote, name, operation), untaken: 0 };
    this.#parts.set(name, part);
    if (operation.want === 'digest') this.#tellUnrecorded([name]);
    this.#open += 1;
    const began = performance.now();
    if (!remote) {
      const failure = { kind: 'worker', message: 'the host was released' } as const;
      this.#end(name, part, { outcome: { kind: 'not-started', failure } }, 0);
      return;
    }
    const { id, put } = this.#options;
    const files = () => (this.#files ??= openLocalFiles());
    part.activity = startActivity(operation, remote, files, {
      output: (stream, bytes) => this.#take(name, part, stream, bytes),
      progress: (progress) => put({ type: 'progress', id, host: name, progress }),
      drained: () => this.#taken(name, part),
    });
    void part.activity.ended.then((ending) => {
      const ms = performance.now() - began;
      // What has ended is on disk before it is told: a crash of ours loses none of it.
      const flushed = part.sink.kind === 'digest' ? this.#record?.flushed() : undefined;
      if (flushed) void flushed.then(() => this.#end(name, part, ending, ms));
      else this.#end(name, part, ending, ms);
    });
  }

  /** All of its hosts here have ended. */
  get isOver(): boolean {
    return this.#open === 0;
  }

  interrupt(name: string): void {
    this.#parts.get(name)?.activity?.interrupt();
  }

  input(name: string, bytes: Uint8Array | undefined, end: boolean): void {
    const part = this.#parts.get(name);
    if (!part?.activity) return;
    if (bytes) {
      part.untaken += bytes.length;
      if (part.activity.write(bytes)) this.#taken(name, part);
    }
    if (end) part.activity.end();
  }

  #taken(name: string, part: HostPart): void {
    if (part.untaken === 0) return;
    this.#options.put({
      type: 'taken',
      id: this.#options.id,
      host: name,
      bytes: part.untaken,
    });
    part.untaken = 0;
  }

  resize(name: string, size: TerminalSize): void {
    this.#parts.get(name)?.activity?.resize?.(size);
  }

  grant(name: string, bytes: number): void {
    const sink = this.#parts.get(name)?.sink;
    if (sink?.kind === 'bytes') sink.flow.grant(bytes);
  }

  /** The lines of a host, where they are kept here. */
  output(name: string): HostOutput | undefined {
    const sink = this.#parts.get(name)?.sink;
    return sink?.kind === 'digest' ? sink.output : undefined;
  }

  /** The same while the host run goes on: its last digest leaves with its ending. */
  growing(name: string): HostOutput | undefined {
    return this.#parts.get(name)?.ending ? undefined : this.output(name);
  }

  /** Settles when what has come so far is on disk. */
  async recorded(): Promise<void> {
    await this.#record?.flushed();
  }

  /** Of what has ended is only known that it was started: the outcomes were told, the lines are in the record. */
  forget(): void {
    this.#forgotten = new Set([...this.#forgotten, ...this.#parts.keys()]);
    this.#parts.clear();
  }

  #sink(remote: RemoteHost | undefined, host: string, operation: Operation): Sink {
    const { id, put } = this.#options;
    if (operation.want === 'digest') {
      const record = this.#openRecord(operation.record);
      return { kind: 'digest', output: new HostOutput(host, namesOf(remote), record) };
    }
    const pause = () => this.#parts.get(host)?.activity?.pause();
    const resume = () => this.#parts.get(host)?.activity?.resume();
    return { kind: 'bytes', flow: new ByteFlow({ id, host, put, pause, resume }) };
  }

  #openRecord(folder: string | undefined): RecordWriter | undefined {
    if (folder === undefined) return undefined;
    if (this.#recordTried) return this.#record;
    this.#recordTried = true;
    try {
      this.#record = new RecordWriter(`${folder}/${this.#options.recordName}`, {
        drained: () => this.#all((activity) => activity.resume()),
        broken: (error) => this.#recordBroken(error),
      });
    } catch (error) {
      this.#recordBroken(error as Error);
    }
    return this.#record;
  }

  #recordBroken(error: Error): void {
    this.#unrecorded = `this run is not recorded: ${error.message} – make room there or set XDG_STATE_HOME`;
    this.#tellUnrecorded(this.#parts.keys());
  }

  /** Each host says so: who looks at one pane must not think that its output is kept. */
  #tellUnrecorded(hosts: Iterable<string>): void {
    const text = this.#unrecorded;
    if (text === undefined) return;
    for (const host of hosts) this.#options.put({ type: 'notice', host, text });
  }

  #take(name: string, part: HostPart, stream: Stream, bytes: Uint8Array): void {
    if (part.sink.kind === 'bytes') {
      part.sink.flow.take(stream, bytes);
      return;
    }
    part.sink.output.take(stream, bytes);
    this.#options.digestChanged(this, name);
    if (this.#record?.full) this.#all((activity) => activity.pause());
  }

  #end(name: string, part: HostPart, ending: ActivityEnding, ms: number): void {
    const { id, put } = this.#options;
    const output = this.#finish(name, part.sink);
    part.ending = { type: 'ending', id, host: name, ms, output, ...ending };
    delete part.activity;
    put(part.ending);
    this.#open -= 1;
    if (this.#open > 0) return;
    this.#options.ended();
    void this.#record?.close();
    void this.#files?.close();
  }

  /** The last lines go out before the ending. */
  #finish(host: string, sink: Sink): OutputFacts {
    if (sink.kind === 'bytes') return sink.flow.facts();
    sink.output.finish();
    const digest = sink.output.digest();
    if (digest.output.bytes === 0) return noOutput;
    this.#options.put({ type: 'digest', id: this.#options.id, host, ...digest });
    return digest.output;
  }

  #all(act: (activity: HostActivity) => void): void {
    for (const { activity } of this.#parts.values()) if (activity) act(activity);
  }
}

/** What the host goes by, as far as it is known. */
function namesOf(remote: RemoteHost | undefined): string[] {
  if (!remote) return [];
  const { host, state } = remote;
  const own = state.kind === 'ready' ? (state.shell.names ?? []) : [];
  return [host.name, host.address, ...own];
}

function forgottenEnding(id: string, host: string): Event {
  const message = 'it was started before, and how it ended is not known here any more';
  const outcome = { kind: 'lost', failure: { kind: 'worker', message } } as const;
  return { type: 'ending', id, host, ms: 0, output: noOutput, outcome };
}
