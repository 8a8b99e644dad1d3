import type { Outcome } from '../domain/outcome.ts';
import type { TerminalSize } from '../domain/terminal.ts';
import { type Channel, ChannelRefused, ConnectError } from '../transport/channel.ts';
import type { RemoteHost } from '../transport/remote-host.ts';
import type { ActivityEnding, ActivityListener, HostActivity } from './host-activity.ts';
import type { TerminalOperation } from './protocol.ts';

/** A program on a terminal of its own, over the connection that the host has already. */
export class HostTerminal implements HostActivity {
  readonly ended: Promise<ActivityEnding>;
  #channel: Channel | undefined;
  /** What is asked of it while it is being opened: who types ahead loses nothing. */
  readonly #opening: ((channel: Channel) => void)[] = [];
  #stopped = false;

  constructor(operation: TerminalOperation, remote: RemoteHost, listener: ActivityListener) {
    const access = remote.access();
    this.ended =
      'failure' in access
        ? Promise.resolve({ outcome: { kind: 'not-started', failure: access.failure } })
        : access
            .terminal(operation.terminal, operation.command)
            .then((channel) => this.#serve(channel, listener), refused)
            .then((outcome) => ({ outcome }));
  }

  /** Hangs up: what runs there gets SIGHUP. */
  interrupt(): void {
    this.#stopped = true;
    this.#channel?.close();
  }

  pause(): void {
    this.#channel?.pause();
  }

  resume(): void {
    this.#channel?.resume();
  }

  write(bytes: Uint8Array): boolean {
    if (this.#channel) return this.#channel.write(bytes);
    this.#opening.push((channel) => channel.write(bytes));
    return true;
  }

  end(): void {
    this.#whenOpen((channel) => channel.end());
  }

  resize(size: TerminalSize): void {
    this.#whenOpen((channel) => channel.resize(size));
  }

  #whenOpen(act: (channel: Channel) => void): void {
    if (this.#channel) act(this.#channel);
    else this.#opening.push(act);
  }

  #serve(channel: Channel, listener: ActivityListener): Promise<Outcome> {
    this.#channel = channel;
    let outcome: Outcome = { kind: 'lost', failure: lost };
    channel.onOutput((_stream, bytes) => listener.output('stdout', bytes));
    channel.onExit((code, signal) => {
      outcome =
        signal === null ? { kind: 'exited', code: code ?? 0 } : { kind: 'signaled', signal };
    });
    for (const act of this.#opening.splice(0)) act(channel);
    if (this.#stopped) channel.close();
    return new Promise((resolve) =>
      channel.onClose(() => resolve(this.#stopped ? { kind: 'interrupted', code: 129 } : outcome)),
    );
  }
}

function refused(error: unknown): Outcome {
  if (error instanceof ConnectError) return { kind: 'not-started', failure: error.failure };
  if (!(error instanceof ChannelRefused)) throw error;
  const failure = /pseudo-terminal/.test(error.message) ? noTerminal : noChannel;
  return { kind: 'not-started', failure };
}

const lost = { kind: 'unreachable', message: 'the connection was lost' } as const;
const noTerminal = {
  kind: 'protocol',
  message: 'the host gives no terminal (PermitTTY in its sshd_config)',
} as const;
const noChannel = {
  kind: 'busy',
  message: 'the server allows no further channel – close a terminal, or raise MaxSessions there',
} as const;
