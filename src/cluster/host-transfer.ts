import type { Outcome } from '../domain/outcome.ts';
import { noTransfer, type TransferFacts, type TransferProgress } from '../domain/transfer.ts';
import type { Askpass } from '../remote-host/askpass.ts';
import type { HostAccess, RemoteHost } from '../remote-host/remote-host.ts';
import type { LocalFiles } from '../transfer/local-files.ts';
import { SftpError } from '../transfer/sftp.ts';
import { transferFiles } from '../transfer/transfer.ts';
import type { TransferContext } from '../transfer/transfer-context.ts';
import { TransferRefused } from '../transfer/transfer-refused.ts';
import type { Channel } from '../transport/channel.ts';
import type { ActivityEnding, ActivityListener, HostActivity } from './host-activity.ts';
import type { TransferOperation } from './protocol.ts';

/** How often progress is reported, ms. */
const progressMs = 100;

/** How long a silent host may take for tidying up, ms. */
const tidyMs = 3000;

/** The abort reason when a time limit is over. */
const timeLimit = Symbol('time limit');

/** A transfer in progress, to or from one host. */
export class HostTransfer implements HostActivity {
  readonly ended: Promise<ActivityEnding>;
  readonly #stop = new AbortController();
  readonly #channels = new Set<Channel>();
  readonly #listener: ActivityListener;
  #askpass: Askpass | undefined;
  readonly #abandoned = Promise.withResolvers<never>();
  #over = false;
  #facts = noTransfer;
  #progress: TransferProgress | undefined;
  #progressTimer: NodeJS.Timeout | undefined;

  constructor(
    { transfer, timeout }: TransferOperation,
    remote: RemoteHost,
    files: LocalFiles,
    listener: ActivityListener,
  ) {
    this.#listener = listener;
    const access = remote.access();
    if ('failure' in access) {
      const outcome = { kind: 'not-started', failure: access.failure } as const;
      this.ended = Promise.resolve({ outcome, transfer: noTransfer });
      this.#over = true;
      return;
    }
    const limit =
      timeout === undefined
        ? undefined
        : setTimeout(() => this.#stop.abort(timeLimit), timeout * 1000);
    let patience: NodeJS.Timeout | undefined;
    this.#stop.signal.addEventListener('abort', () => {
      patience = setTimeout(() => this.#abandon(), tidyMs);
    });
    const context = this.#context(remote.host.name, access, files);
    this.ended = Promise.race([transferFiles(transfer, context), this.#abandoned.promise])
      .then(ending, (error) => this.#failed(error))
      .then((ending) => {
        const { outcome } = ending;
        this.#askpass?.close(outcome.kind === 'exited' ? outcome.code : undefined);
        return ending;
      })
      .finally(() => {
        this.#over = true;
        clearTimeout(limit);
        clearTimeout(patience);
        this.#tellProgress();
        this.#hangUp();
      });
  }

  /** A silent host will not even confirm that its channel is closed. */
  #abandon(): void {
    if (this.#over) return;
    const left = 'the host does not answer: a part of a file (.NAME.….part) may be left there';
    this.#tell('stderr', left);
    this.#abandoned.reject(this.#stop.signal.reason);
  }

  /** Nothing is reported after the ending. */
  #tell(stream: 'stdout' | 'stderr', text: string): void {
    if (!this.#over) this.#listener.output(stream, Buffer.from(`${text}\n`));
  }

  #hangUp(): void {
    for (const channel of this.#channels) channel.close();
  }

  /** The first interrupt lets it tidy up on the host; a further one does not wait for that. */
  interrupt(): void {
    if (this.#stop.signal.aborted) this.#abandon();
    this.#stop.abort();
  }

  // Its output is one line per file, so there is nothing to slow down; it takes no input.
  pause(): void {}
  resume(): void {}
  write(): boolean {
    return true;
  }
  end(): void {}

  #context(host: string, access: HostAccess, files: LocalFiles): TransferContext {
    const kept = async (opening: Promise<Channel>) => {
      const channel = await opening;
      this.#channels.add(channel);
      return channel;
    };
    return {
      host,
      connection: {
        exec: (command) => kept(access.connection.exec(command)),
        subsystem: (name) => kept(access.connection.subsystem(name)),
      },
      ...(access.askpass && { askpass: () => this.#openAskpass(access.askpass) }),
      ...(access.cwd !== undefined && { cwd: access.cwd }),
      signal: this.#stop.signal,
      debug: access.debug,
      files,
      say: (text) => this.#tell('stdout', text),
      warn: (text) => this.#tell('stderr', text),
      progress: (progress, facts) => {
        if (this.#over) return;
        this.#facts = facts;
        this.#progress = progress;
        this.#progressTimer ??= setTimeout(() => this.#tellProgress(), progressMs);
      },
    };
  }

  async #openAskpass(open: HostAccess['askpass']): Promise<string> {
    const askpass = await open?.();
    if (askpass === undefined) throw new Error('the connection has gone');
    this.#askpass = askpass;
    return askpass.program();
  }

  #tellProgress(): void {
    clearTimeout(this.#progressTimer);
    this.#progressTimer = undefined;
    if (this.#progress) this.#listener.progress(this.#progress);
    this.#progress = undefined;
  }

  #failed(error: unknown): ActivityEnding {
    // The host was reached and refused: that counts as a failed command.
    if (error instanceof TransferRefused && !this.#stop.signal.aborted) {
      this.#tell('stderr', error.message);
      return { outcome: { kind: 'exited', code: 1 }, transfer: { ...noTransfer, failed: 1 } };
    }
    return { outcome: this.#outcomeOf(error), transfer: this.#facts };
  }

  #outcomeOf(error: unknown): Outcome {
    const { signal } = this.#stop;
    if (signal.aborted) {
      const byLimit = signal.reason === timeLimit;
      return { kind: 'interrupted', code: 130, ...(byLimit && { timeout: true }) };
    }
    if (error instanceof SftpError && error.kind === 'lost') {
      const message = `${error.message} – every file there is the old one or the new one, whole`;
      return { kind: 'lost', failure: { kind: 'unreachable', message } };
    }
    throw error;
  }
}

/** Like a command's exit code: 1 if something was not copied. */
const ending = (transfer: TransferFacts): ActivityEnding => ({
  outcome: { kind: 'exited', code: transfer.failed > 0 ? 1 : 0 },
  transfer,
});
