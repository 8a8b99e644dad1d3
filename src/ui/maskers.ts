import type { HostState } from '../domain/host.ts';
import { createMasker, type Masker } from '../domain/mask.ts';
import type { State } from '../store/state.ts';

/** What to mask in each host's lines; nothing if the operator switched masks off. */
export const maskersOf = ({ unmasked, hosts }: State): { maskerOf?(host: string): Masker } =>
  unmasked ? {} : { maskerOf: (host) => maskerFor(host, hosts.get(host)) };

/** Each host's masker, as long as the names it goes by stay the same. */
const known = new Map<string, { readonly key: string; readonly masker: Masker }>();

function maskerFor(host: string, state: HostState | undefined): Masker {
  const names = [host, ...((state?.kind === 'ready' && state.shell.names) || [])];
  const key = names.join('\n');
  const before = known.get(host);
  if (before && (before.key === key || state?.kind !== 'ready')) return before.masker;
  const masker = createMasker(names);
  known.set(host, { key, masker });
  return masker;
}
