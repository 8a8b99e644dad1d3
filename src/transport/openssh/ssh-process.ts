import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { messageOf } from '../../domain/thrown.ts';
import { ConnectError } from '../channel.ts';
import { hangUp } from '../hang-up.ts';
import { within } from '../time-limit.ts';
import { folderVariable } from './askpass-program.ts';
import type { Place } from './place.ts';

/** How much of its standard error is kept, which includes the server's banner, characters. */
const mostSaid = 2000;
/** How long its goodbye may take to leave, ms. */
const goodbyeMs = 500;
/** How long its last words may take, ms; a program that it started may hold the pipe open. */
const wordsMs = 100;

/** An ssh in the background, without a terminal, that asks us what it has to ask. It ends no later than we do. */
export class SshProcess {
  /** What it, programs of its configuration and the server's banner have printed. */
  said = '';
  /** Settles when it has ended, with the signal that ended it. Rejects with `ConnectError` when it cannot be started. */
  readonly ended: Promise<NodeJS.Signals | null>;
  readonly #child: ChildProcess;
  #stopped = false;

  constructor(
    program: string,
    args: readonly string[],
    place: Place,
    folder: string,
    heard?: (text: string) => void,
  ) {
    const child = spawn(program, args, {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        SSH_ASKPASS: place.askpass,
        SSH_ASKPASS_REQUIRE: 'force',
        // Before OpenSSH 8.4 it uses SSH_ASKPASS only if there is a display.
        DISPLAY: process.env.DISPLAY || 'none',
        [folderVariable]: folder,
      },
    });
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.said = (this.said + text).slice(-mostSaid);
      heard?.(text);
    });
    this.ended = this.#watch(place);
    this.ended.catch(() => {});
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Closes its connection in good order, if that is possible at once. */
  stop(): void {
    this.#stopped = true;
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
      // A signal ends ssh and not its ProxyCommand, which may not look at its input.
      if (this.#stopped) hangUp(pid);
      await within(wordsMs, closed);
      return signal;
    } catch (error) {
      const message = `ssh cannot be started: ${messageOf(error)}`;
      throw new ConnectError({ kind: 'protocol', message }, true);
    }
  }
}
