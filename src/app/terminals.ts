import type { Cluster, ClusterEvent } from '../cluster/cluster.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { TerminalSize } from '../domain/terminal.ts';
import type { Store } from '../store/store.ts';
import { terminalSize } from '../ui/terminal/frame.ts';
import type { TerminalPicture } from '../ui/terminal/picture.ts';
import type { TerminalScreen } from '../ui/terminal/screen.ts';
import { newRunId } from './runs/run-id.ts';

interface OpenTerminal {
  readonly id: string;
  readonly host: string;
  readonly screen: TerminalScreen;
}

const term = 'xterm-256color'; // what TerminalScreen understands

/** The open terminals; each lives on while another one, or none, is shown. */
export class Terminals {
  readonly #store: Store;
  readonly #cluster: Cluster;
  readonly #open = new Map<string, OpenTerminal>();

  constructor(store: Store, cluster: Cluster) {
    this.#store = store;
    this.#cluster = cluster;
  }

  /** A host has at most one: a second `open` shows it again, unless it is for another program. */
  async open(host: string, command?: string): Promise<void> {
    // The emulator is a big module that most sessions never need.
    const { TerminalScreen } = await import('../ui/terminal/screen.ts');
    if (this.#open.has(host)) {
      this.#store.act({ type: 'terminal', host });
      if (command !== undefined) this.#say(`${host} has a terminal open already: this is it`);
      return;
    }
    const id = newRunId();
    const size = terminalSize(this.#store.state().size);
    const screen = new TerminalScreen({
      size,
      send: (bytes) => this.#cluster.input(id, [host], bytes),
      drawn: () => this.#store.take([{ type: 'terminal-drawn', host }]),
    });
    this.#open.set(host, { id, host, screen });
    const terminal = { term, ...size };
    const operation = { kind: 'terminal', want: 'bytes', terminal } as const;
    this.#cluster.select([host]);
    this.#cluster.start(id, {
      hosts: [host],
      operation: { ...operation, ...(command !== undefined && { command }) },
    });
    this.#store.act({ type: 'terminal', host });
  }

  picture(host: string): TerminalPicture | undefined {
    return this.#open.get(host)?.screen;
  }

  type(bytes: Buffer): void {
    this.#shown()?.screen.type(bytes);
  }

  fit(size: TerminalSize): void {
    const shown = this.#shown();
    if (!shown) return;
    shown.screen.resize(size);
    this.#cluster.resize(shown.id, shown.host, size);
    this.#store.take([{ type: 'terminal-drawn', host: shown.host }]);
  }

  /** Returns true if the event belonged to a terminal. */
  take(event: ClusterEvent): boolean {
    if (event.type !== 'output' && event.type !== 'ending') return false;
    const { id, host } = event;
    const terminal = this.#open.get(host);
    if (terminal?.id !== id) return false;
    if (event.type === 'output') {
      const { bytes } = event;
      terminal.screen.write(bytes, () => this.#cluster.credit(id, host, bytes.length));
      return true;
    }
    this.#open.delete(host);
    terminal.screen.dispose();
    this.#store.act({ type: 'terminal-closed', host });
    const words = ended(event.outcome);
    if (words !== undefined) this.#say(`${host}: terminal ${words}`);
    return true;
  }

  #shown(): OpenTerminal | undefined {
    const host = this.#store.state().terminal;
    return host === undefined ? undefined : this.#open.get(host);
  }

  #say(text: string): void {
    this.#store.act({ type: 'notice', notice: { kind: 'info', text } });
  }
}

function ended(outcome: Outcome): string | undefined {
  switch (outcome.kind) {
    case 'exited':
      return outcome.code === 0 ? undefined : `ended with exit ${outcome.code}`;
    case 'signaled':
      return `was killed by ${outcome.signal}`;
    case 'interrupted':
      return undefined;
    case 'not-started':
      return `not opened: ${outcome.failure.message}`;
    case 'lost':
      return `lost: ${outcome.failure.message}`;
    default:
      return outcome satisfies never;
  }
}
