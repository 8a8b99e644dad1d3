import type { ChannelEnd } from './marked-channel.ts';
import type { Restored } from './restore.ts';

/** The notice about a new shell in an old one's place; `before` is absent after a lost connection. */
export function replacedNotice(
  before: ChannelEnd | { readonly kind: 'lost' } | undefined,
  wedged: boolean,
  { what, problem }: Restored,
): string {
  const restored = what.length > 0 ? [`restored: ${what.join(', ')}`] : [];
  return [happened(before, wedged), ...restored, ...(problem === undefined ? [] : [problem])].join(
    '; ',
  );
}

function happened(before: Parameters<typeof replacedNotice>[0], wedged: boolean): string {
  if (wedged) return 'shell did not answer, new shell started';
  if (before === undefined) return 'reconnected';
  if (before.kind === 'signaled') return `shell killed by SIG${before.signal}, new shell started`;
  return 'shell ended, new shell started';
}
