import type { CommandContext } from '../../commands/command.ts';
import type { Store } from '../../store/store.ts';

/** What `:only`, `:hide`, `:light` and `:mute` do; what is chosen is shown at once. */
export function streamBuiltins(
  store: Store,
  hostsOf: (target: string) => readonly string[],
): Pick<CommandContext, 'setStreamPattern' | 'mute' | 'unmuteAll'> {
  return {
    setStreamPattern(part, pattern) {
      store.act({ type: 'stream-pattern', part, pattern });
      if (pattern !== undefined) store.act({ type: 'view', view: 'stream' });
    },
    mute(target) {
      store.act({ type: 'mute', hosts: hostsOf(target), muted: true });
      store.act({ type: 'view', view: 'stream' });
    },
    unmuteAll: () => store.act({ type: 'unmute-all' }),
  };
}
