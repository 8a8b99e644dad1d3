import { writeFileSync } from 'node:fs';
import type { Cluster } from '../cluster/cluster.ts';
import { UsageError } from '../domain/failure.ts';
import { fold } from '../domain/fold.ts';
import { messageOf } from '../domain/thrown.ts';
import { hostsOf, type TrustEntry, trustEntries, trustId } from '../domain/trust.ts';
import { recordKeys } from '../host-keys/record-keys.ts';
import type { State } from '../store/state.ts';
import type { Store } from '../store/store.ts';

/** Unknown host keys: no handshake waits for the operator, who is asked once all hosts have answered. */
export class Trust {
  readonly #store: Store;
  readonly #cluster: Pick<Cluster, 'reconnect'>;
  /** Keys the operator has seen: these do not bring the screen up again by themselves. */
  readonly #seen = new Set<string>();
  #looked: State['hosts'] | undefined;

  constructor(store: Store, cluster: Pick<Cluster, 'reconnect'>) {
    this.#store = store;
    this.#cluster = cluster;
  }

  /** Opens the screen when it has something new and nothing else is open. */
  look(): void {
    const { hosts, overlay, questions, target } = this.#store.state();
    if (overlay || questions.length > 0 || hosts === this.#looked) return;
    this.#looked = hosts;
    const coming = target.hosts.some((host) =>
      ['off', 'connecting', 'starting'].includes(hosts.get(host)?.kind ?? 'off'),
    );
    if (coming) return;
    const entries = trustEntries(hosts);
    if (entries.every((entry) => this.#seen.has(trustId(entry)))) return;
    this.#open(entries);
  }

  /** @throws UsageError when no host waits for a decision */
  open(): void {
    const entries = trustEntries(this.#store.state().hosts);
    if (entries.length === 0) throw new UsageError('no host shows a key that is not known');
    this.#open(entries);
  }

  /** Records these keys and connects their hosts, which must then present the very same keys. */
  accept(entries: readonly TrustEntry[]): void {
    const hosts = hostsOf(entries);
    try {
      recordKeys(entries.map(({ unknown }) => unknown));
    } catch (error) {
      this.#say('error', `the keys cannot be recorded: ${messageOf(error)}`);
      return;
    }
    this.#cluster.reconnect(hosts);
    const count = entries.length === 1 ? '1 key' : `${entries.length} keys`;
    this.#say('info', `${count} recorded, connecting ${fold(hosts)}`);
  }

  /** Writes the keys to a file, to be compared with what a console or a colleague says. */
  save(entries: readonly TrustEntry[]): void {
    const file = 'tutti-host-keys.txt';
    const lines = entries.map(({ unknown, hosts }) => {
      const { name, type, fingerprint } = unknown;
      return `${name}\t${type}\t${fingerprint}\t${fold(hosts)}\n`;
    });
    try {
      writeFileSync(file, lines.join(''));
      this.#say('info', `${entries.length} keys written to ./${file}`);
    } catch (error) {
      this.#say('error', `./${file} cannot be written: ${messageOf(error)}`);
    }
  }

  #open(entries: readonly TrustEntry[]): void {
    for (const entry of entries) this.#seen.add(trustId(entry));
    this.#store.act({
      type: 'overlay',
      overlay: {
        ...{ kind: 'trust', entries, cursor: 0, picked: [] },
        ...{ step: 'list', typed: '', strayed: false },
      },
    });
  }

  #say(kind: 'info' | 'error', text: string): void {
    this.#store.act({ type: 'notice', notice: { kind, text } });
  }
}
