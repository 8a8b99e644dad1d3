import { byText } from './fold-indexes.ts';
import type { Outcome } from './outcome.ts';
import type { HostRun, Run } from './run.ts';

/** Hosts of a run with equal output and equal endings. */
export interface Block {
  /** The name of its first host. */
  readonly id: string;
  /** In the order of the run. */
  readonly hosts: readonly string[];
  /** The first host's run, standing for all. */
  readonly hostRun: HostRun;
}

/**
 * Equal outputs as one block, the largest first, equally large ones in nodeset's order. Works while the run
 * goes on: hosts that have said nothing yet are one block, the last. Different exit codes never share a block,
 * and stderr counts as much as stdout. `masks`: what differs without meaning anything is left out of account.
 */
export function gather(run: Run, masks = true): Block[] {
  const members = new Map<string, HostRun[]>();
  for (const host of run.hosts) {
    const hostRun = run.hostRuns.get(host);
    if (!hostRun) continue;
    const key = likeness(hostRun, masks);
    const others = members.get(key);
    if (others) others.push(hostRun);
    else members.set(key, [hostRun]);
  }
  return [...members.values()]
    .flatMap(toBlock)
    .map((block) => ({ block, waits: isWaiting(block.hostRun), name: sortable(block.id) }))
    .sort(
      (a, b) =>
        Number(a.waits) - Number(b.waits) ||
        b.block.hosts.length - a.block.hosts.length ||
        byText(a.name, b.name),
    )
    .map(({ block }) => block);
}

/** Whether it is still running and has printed nothing yet. */
export function isWaiting({ outcome, output }: HostRun): boolean {
  return !outcome && output.lines === 0;
}

function toBlock(hostRuns: readonly HostRun[]): Block[] {
  const [hostRun] = hostRuns;
  if (!hostRun) return [];
  return [{ id: hostRun.host, hosts: hostRuns.map(({ host }) => host), hostRun }];
}

const likeness = ({ host, outcome, output }: HostRun, masks: boolean): string =>
  `${outcome ? ending(outcome, host) : 'running'}\n${(masks && output.masked) || output.hash}`;

function ending(outcome: Outcome, host: string): string {
  switch (outcome.kind) {
    case 'exited':
      return `exited ${outcome.code}`;
    case 'signaled':
      return `signaled ${outcome.signal}`;
    case 'interrupted':
      return outcome.timeout ? 'timeout' : 'interrupted';
    case 'not-started':
      return `${outcome.failure.kind} ${withoutPlace(outcome.failure.message, host)}`;
    case 'lost':
      return 'lost';
    default:
      return outcome satisfies never;
  }
}

/** Hosts that cannot be reached for the same reason count as equal, whatever their names and addresses. */
function withoutPlace(message: string, host: string): string {
  const isName = (word: string) => word === host || word.startsWith(`${host}.`);
  return message
    .replaceAll(address, 'address')
    .replaceAll(/[\w.-]+/g, (word) => (isName(word) ? `host${word.slice(host.length)}` : word));
}

/** IPv4, IPv6, with a port behind it. */
const address = /(?:\b\d{1,3}(?:\.\d{1,3}){3}|\[?(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}\]?)(?::\d+)?/gi;

/** Sorting these as text gives nodeset's order: of two numbers, the one with fewer digits first. */
const sortable = (name: string): string =>
  name.replaceAll(/\d+/g, (digits) => String.fromCharCode(digits.length) + digits);
