import type { Debug } from '../domain/debug.ts';
import type { Failure } from '../domain/failure.ts';
import type { Question, Verdict } from '../domain/question.ts';
import type { Stream } from '../domain/run.ts';
import type { TerminalKind, TerminalSize } from '../domain/terminal.ts';
import type { Route } from './route.ts';

/** A way to reach a host. The table in `serve-hosts.ts` names them. */
export interface Transport {
  readonly name: string;
  /** Rejects with `ConnectError` only. A host key is verified before any credential is offered. */
  connect(route: Route, context: ConnectContext): Promise<Connection>;
}

export interface ConnectContext {
  /** Aborted when the host is released. */
  readonly signal: AbortSignal;
  /**
   * Asks the operator (or the inventory) for a secret; `null` when declined. `jump`: it is that jump host's secret, not
   * the host's.
   */
  ask(question: Question, jump?: string, signal?: AbortSignal): Promise<readonly string[] | null>;
  /** The server's verdict on the last password; other hosts wait for it. */
  judged(verdict: Verdict, jump?: string): void;
  /** Waits without counting the time: for a person who is answering for another host, or for a shared jump host. */
  untimed<T>(wait: () => Promise<T>): Promise<T>;
  /** A sentence for the operator, e.g. "key recorded (accept-new)". */
  notice(text: string): void;
  /** While there is a debug log. */
  readonly debug?: Debug | undefined;
}

/** `retry`: the server dropped the handshake, or the network did; login and host key are never retried. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';
  readonly failure: Failure;
  readonly retry: boolean;

  constructor(failure: Failure, retry: boolean) {
    super(failure.message);
    this.failure = failure;
    this.retry = retry;
  }
}

/** The live link to a host. */
export interface Connection {
  /**
   * Opens a channel with `command` as its exec request (RFC 4254, 6.5).
   * Rejects with `ChannelRefused` when the server allows no further one (MaxSessions), with
   * `ConnectError` when the connection is gone.
   * `terminal`: it gets a pseudo-terminal of this kind and size (RFC 4254, 6.2).
   */
  exec(command: string, terminal?: TerminalKind): Promise<Channel>;
  /** The same for a subsystem, e.g. `sftp` (RFC 4254, 6.5). */
  subsystem(name: string): Promise<Channel>;
  /** Called once, when the link is gone; nothing else is called afterwards. */
  onLost(lost: (failure: Failure) => void): void;
  /** Called with the ms of silence when no byte has come for the watchdog's time, and with undefined when one comes. */
  onSuspect(suspect: (silence: number | undefined) => void): void;
  close(): void;
}

/** The server refused to open a further channel; the connection itself is fine. */
export class ChannelRefused extends Error {
  override readonly name = 'ChannelRefused';
}

/** A pair of streams on a connection. Output flows from the start: register at once. */
export interface Channel {
  /** Returns false if the buffer is full; `onDrain` tells when it is not. */
  write(data: string | Uint8Array): boolean;
  onDrain(drained: () => void): void;
  onOutput(take: (stream: Stream, bytes: Uint8Array) => void): void;
  /** The program ended: a code, or the name of a signal without SIG. Comes before `onClose`, if at all. */
  onExit(exit: (code: number | null, signal: string | null) => void): void;
  /** Nothing more will come. Without an exit before it: the connection was lost. */
  onClose(closed: () => void): void;
  /** Stops and resumes taking output; the SSH window then slows the remote program. */
  pause(): void;
  resume(): void;
  /** The terminal's window has changed (RFC 4254, 6.7); no effect without one. */
  resize(size: TerminalSize): void;
  /** Sends the SSH signal request, e.g. 'INT'; many servers ignore it. */
  signal(name: string): void;
  /** Ends our input. */
  end(): void;
  close(): void;
}
