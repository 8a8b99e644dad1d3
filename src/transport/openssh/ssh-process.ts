import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { ConnectError } from '../channel.ts';
import { within } from '../time-limit.ts';
import { folderVariable } from './askpass-program.ts';
import type { Place } from './place.ts';

/** Of its standard error, which holds the server's banner too, characters. */
const mostSaid = 2000;
/** For its goodbye to leave, ms. */
const goodbyeMs = 500;
/** For its last words, ms; a program that it started may hold the pipe open. */
const wordsMs = 100;

/** An ssh in the background, with no terminal, that asks us what it has to ask. It ends with us at the latest. */
export class SshProcess {
  /** What it, its configuration's programs and the server's banner said. */
  said = '';
  /** Settles when it has ended, with the signal that ended it. Rejects with `ConnectError` when it cannot be started. */
  readonly ended: Promise<NodeJS.Signals | null>;
  readonly #child: ChildProcess;

  constructor(program: string, args: readonly string[], place: Place, folder: string) {
    const child = spawn(program, args, {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        SSH_ASKPASS: place.askpass,
        SSH_ASKPASS_REQUIRE: 'force',
        // Before OpenSSH 8.4 it asks by a program only where there is a display.
        DISPLAY: process.env.DISPLAY || 'none',
        [folderVariable]: folder,
      },
    });
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.said = (this.said + text).slice(-mostSaid);
    });
    this.ended = this.#watch(place);
    this.ended.catch(() => {});
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Its connection is closed in good order, where that is possible at once. */
  stop(): void {
    this.#kill('SIGTERM');
    setTimeout(() => this.#kill('SIGKILL'), goodbyeMs).unref();
  }

  #kill(signal: NodeJS.Signals): void {
    const { exitCode, signalCode, pid } = this.#child;
    if (pid !== undefined && exitCode === null && signalCode === null) this.#child.kill(signal);
  }

  async #watch(place: Place): Promise<NodeJS.Signals | null> {
    const { pid } = this.#child;
    if (pid !== undefined) place.watch(pid);
    const closed = once(this.#child, 'close');
    closed.catch(() => {});
    try {
      const [, signal] = (await once(this.#child, 'exit')) as [unknown, NodeJS.Signals | null];
      if (pid !== undefined) place.forget(pid);
      await within(wordsMs, closed);
      return signal;
    } catch (error) {
      const message = `ssh cannot be started: ${(error as Error).message}`;
      throw new ConnectError({ kind: 'protocol', message }, true);
    }
  }
}
