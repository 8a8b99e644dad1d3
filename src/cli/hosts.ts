import { UsageError } from '../domain/failure.ts';
import { fold } from '../domain/fold.ts';

/** The flags of `tutti hosts`; at most one of them. Without any: one name a line. */
export interface HostsOptions {
  /** One line: `db[01-02],web[01-08]`. */
  readonly fold?: boolean;
  /** One number. */
  readonly count?: boolean;
  /** One document, versioned. */
  readonly json?: boolean;
}

/** What `tutti hosts TARGET` prints: the names in the order given, or what the flag asks for. Throws UsageError. */
export function printHosts(names: readonly string[], options: HostsOptions = {}): string {
  const asked = Object.entries(options).filter(([, on]) => on);
  if (asked.length > 1) {
    const flags = asked.map(([flag]) => `--${flag}`).join(' and ');
    throw new UsageError(`${flags} do not go together – write one of them`);
  }
  if (options.fold) return `${fold(names)}\n`;
  if (options.count) return `${names.length}\n`;
  if (options.json) return `${JSON.stringify(hostsDocument(names))}\n`;
  return names.map((name) => `${name}\n`).join('');
}

function hostsDocument(names: readonly string[]) {
  return { v: 1, type: 'hosts', count: names.length, folded: fold(names), hosts: names };
}
