import { UsageError } from '../../domain/failure.ts';
import { InventoryError } from '../../domain/inventory.ts';
import { mostNames } from '../../domain/node-set.ts';
import { asPort, type Endpoint, holdsPassword, passwordInName, readEndpoint } from '../endpoint.ts';
import type { Place } from '../place.ts';
import type { Vars } from './data.ts';
import { expandAnsibleRange, TooManyNames } from './range.ts';

export interface NamedHosts {
  readonly names: readonly string[];
  /** What the pattern itself says: `admin@web[01:20]:2222`. */
  readonly vars: Vars;
}

/** A file names a host in several groups; more than this is a slip in a range. */
const mostNamed = 5 * mostNames;

/** Ansible itself is not to be asked about such a file: it would list all the names. */
export class Unbounded extends InventoryError {}

/** Reads the host patterns of one file, and counts. It throws UsageErrors. */
export function hostPatterns(): (pattern: string, place: Place) => NamedHosts {
  let total = 0;
  return (pattern, place) => {
    const endpoint = endpointOf(pattern);
    const { name, user, port } = endpoint;
    if (holdsPassword(endpoint)) throw new UsageError(passwordInName);
    if (port === 0) throw new UsageError('there is no such port – write web01:22');
    const names = expandAnsibleRange(name);
    total += names.length;
    if (total > mostNamed)
      throw new TooManyNames('more than a million hosts up to here – split the inventory');
    const vars: Vars = new Map();
    if (user !== undefined) vars.set('ansible_user', { value: user, place });
    if (port !== undefined) vars.set('ansible_port', { value: String(port), place });
    return { names, vars };
  };
}

/** A range has colons too: the port stands behind the last bracket. */
function endpointOf(pattern: string): Endpoint {
  const ranged = /^(.*\[[^\]]*\][^:\]]*)(?::(\d+))?$/.exec(pattern);
  // A bracket that is never closed is told with the whole of the pattern.
  if (!ranged && pattern.includes('[')) return { name: pattern };
  if (!ranged || /^(.*@)?\[[0-9a-fA-F:.]+\](:\d+)?$/.test(pattern)) return readEndpoint(pattern);
  const [, name = '', port] = ranged;
  const at = name.lastIndexOf('@');
  return {
    name: name.slice(at + 1),
    ...(at > 0 && { user: name.slice(0, at) }),
    ...(port !== undefined && { port: asPort(port) ?? 0 }),
  };
}
