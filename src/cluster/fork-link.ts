import { fork } from 'node:child_process';
import type { Batch, WorkerLink } from './protocol.ts';

/**
 * Half of what V8 keeps for young objects, MB: a flood of output makes many that die at once. 16, its own choice, let two workers
 * grow to 430 MB, 4 to 270, for a tenth more CPU.
 */
const youngMb = 4;
/**
 * How much a heap may grow between two collections, percent of what is alive. V8 would let it grow to four times that where there is
 * much memory: 1 GB from 20 hosts then takes 70 MB more.
 */
const growth = 100;

/** How much of a dying worker's stderr is reported, characters. */
const lastWords = 400;

/** What a worker knows before anything is sent to it: the variable `TUTTI_WORKER` of its environment, as JSON. */
export interface WorkerStart {
  /** Node's compile cache: a folder that nobody else can write to. */
  readonly compiled?: string;
  /** As in `hello`, if it is known yet: what the worker can ask ssh ahead of time. */
  readonly sshConfig?: string;
}

/**
 * A worker in a child process on this machine. It gets the operator's environment (agent socket, HOME) without Node's
 * own options, so that no inspector or report can expose what it knows.
 */
export function forkLink(script: string, start: WorkerStart): WorkerLink {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = fork(script, [], {
    env: { ...env, TUTTI_WORKER: JSON.stringify(start) },
    execArgv: [`--max-semi-space-size=${youngMb}`, `--heap-growing-percent=${growth}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-lastWords);
  });
  // Nobody may be listening yet: the first worker starts before it is known what it is for.
  const { promise: down, resolve } = Promise.withResolvers<string>();
  child.on('error', (error) => resolve(error.message));
  child.once('exit', (code, signal) => resolve(cause(code, signal, said)));
  return {
    ...(child.pid !== undefined && { pid: child.pid }),
    send(request) {
      // That a worker is going down is reported by its exit, not by a failing send.
      if (child.connected) child.send(request, () => {});
    },
    onBatch(take) {
      child.on('message', (batch) => take(batch as Batch));
    },
    onDown(tell) {
      void down.then(tell);
    },
    close() {
      child.kill('SIGKILL');
    },
  };
}

function cause(code: number | null, signal: string | null, said: string): string {
  const end = signal ? `killed by ${signal}` : `exit ${code}`;
  const line = said.split('\n').find((text) => /\w*Error\b/.test(text));
  return line ? `${end}: ${line.trim()}` : end;
}
