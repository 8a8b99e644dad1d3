import type { ClusterEvent, ClusterListener } from '../cluster/cluster.ts';
import { safeText } from '../domain/output.ts';
import type { Message } from '../store/message.ts';
import type { Store } from '../store/store.ts';
import { JumpFailures } from './jump-failures.ts';

/** Turns what the hosts say into messages; all of a batch become one change of the state. */
export function clusterToStore(store: Store, runMayHaveEnded: () => void): ClusterListener {
  const jumpFailures = new JumpFailures();
  let messages: Message[] = [];
  return {
    event(event) {
      messages.push(...toMessages(event, store));
    },
    batch() {
      const taken = messages;
      messages = [];
      const states = taken.flatMap((message) =>
        message.type === 'host-state' ? [[message.host, message.state] as const] : [],
      );
      taken.push(...jumpFailures.told(states).map(info));
      if (taken.length > 0) store.take(taken);
      runMayHaveEnded();
    },
  };
}

function toMessages(event: ClusterEvent, store: Store): readonly Message[] {
  switch (event.type) {
    case 'state':
      return [{ type: 'host-state', host: event.host, state: event.state }];
    case 'digest': {
      const { id, host, output } = event;
      store.lines.takeDigest(id, host, event);
      return [{ type: 'output', run: id, host, output }];
    }
    case 'progress':
      return [{ type: 'progress', run: event.id, host: event.host, progress: event.progress }];
    case 'ending': {
      const { type, id, cwd, ...ended } = event;
      return [{ type: 'host-ended', run: id, now: Date.now(), ...ended }];
    }
    case 'late': {
      const { host, stream } = event;
      const lines = Buffer.from(event.bytes).toString().replace(/\n$/, '').split('\n');
      const error = stream === 'stderr' && { error: true as const };
      return lines.map(safeText).flatMap((text) => [
        { type: 'aside', host, aside: { kind: 'late', text, ...error } },
        { type: 'host-notice', host, text: `background: ${text}` },
      ]);
    }
    case 'notice': {
      const { host, text } = event;
      const aside = { kind: 'notice', text: safeText(text) } as const;
      return [
        { type: 'aside', host, aside },
        { type: 'host-notice', host, text: aside.text },
      ];
    }
    case 'output':
      return [];
    default:
      return event satisfies never;
  }
}

const info = (text: string): Message => ({ type: 'notice', notice: { kind: 'info', text } });
