import type { Outcome } from '../domain/outcome.ts';
import type { TerminalSize } from '../domain/terminal.ts';
import type { RemoteHost } from '../remote-host/remote-host.ts';
import { type Channel, ChannelRefused, ConnectError } from '../transport/channel.ts';
import type { ActivityEnding, ActivityListener, HostActivity } from './host-activity.ts';
import type { TerminalOperation } from './protocol.ts';

/** What Ctrl-C types (termios(3), INTR). */
const interruptKey = Uint8Array.of(3);
/** And Ctrl-D (termios(3), EOF). */
const endKey = Uint8Array.of(4);

/** A program on a terminal of its own, over the host's existing connection. */
export class HostTerminal implements HostActivity {
  readonly ended: Promise<ActivityEnding>;
  readonly #operation: TerminalOperation;
  #channel: Channel | undefined;
  /** Requests made while it is being opened, so that typing ahead loses nothing. */
  readonly #opening: ((channel: Channel) => void)[] = [];
  #interrupts = 0;
  #hungUp = false;
  #timedOut = false;
  #limit: NodeJS.Timeout | undefined;

  constructor(operation: TerminalOperation, remote: RemoteHost, listener: ActivityListener) {
    this.#operation = operation;
    const access = remote.access();
    const { terminal, command, line } = operation;
    const start = { ...(command !== undefined && { command }), ...(line && { raw: line }) };
    this.ended =
      'failure' in access
        ? Promise.resolve({ outcome: { kind: 'not-started', failure: access.failure } })
        : access
            .terminal(terminal, start)
            .then((channel) => this.#serve(channel, listener), refused)
            .then((outcome) => ({ outcome }));
  }

  /**
   * A line gets Ctrl-C typed first, then is hung up. A full terminal is hung up at once: there the operator types the
   * keys.
   */
  interrupt(): void {
    this.#interrupts += 1;
    if (this.#operation.line && this.#interrupts === 1) this.write(interruptKey);
    else this.#hangUp();
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

  /** A terminal's input has no end; programs that read lines take Ctrl-D for one. */
  end(): void {
    this.write(endKey);
  }

  resize(size: TerminalSize): void {
    this.#whenOpen((channel) => channel.resize(size));
  }

  /** What runs there gets SIGHUP. */
  #hangUp(): void {
    this.#hungUp = true;
    this.#whenOpen((channel) => channel.close());
  }

  #whenOpen(act: (channel: Channel) => void): void {
    if (this.#channel) act(this.#channel);
    else this.#opening.push(act);
  }

  #serve(channel: Channel, listener: ActivityListener): Promise<Outcome> {
    this.#channel = channel;
    const { timeout } = this.#operation;
    if (timeout !== undefined) this.#limit = setTimeout(() => this.#timeOut(), timeout * 1000);
    let outcome: Outcome = { kind: 'lost', failure: lost };
    channel.onDrain(() => listener.drained());
    channel.onOutput((_stream, bytes) => listener.output('stdout', bytes));
    channel.onExit((code, signal) => {
      outcome =
        signal === null ? { kind: 'exited', code: code ?? 0 } : { kind: 'signaled', signal };
    });
    for (const act of this.#opening.splice(0)) act(channel);
    return new Promise((resolve) =>
      channel.onClose(() => {
        clearTimeout(this.#limit);
        resolve(this.#outcomeOf(outcome));
      }),
    );
  }

  #timeOut(): void {
    this.#timedOut = true;
    this.interrupt();
    // Nobody is there to press Ctrl-C a second time.
    this.#limit = setTimeout(() => this.#hangUp(), graceMs);
  }

  #outcomeOf(told: Outcome): Outcome {
    if (this.#interrupts === 0 && !this.#hungUp) return told;
    const code = this.#hungUp ? 129 : told.kind === 'exited' ? told.code : 130;
    return { kind: 'interrupted', code, ...(this.#timedOut && { timeout: true }) };
  }
}

/** After a time limit, the time between Ctrl-C and hanging up, ms. */
const graceMs = 3000;

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
