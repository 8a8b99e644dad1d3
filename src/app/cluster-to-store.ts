import type { ClusterEvent, ClusterListener } from '../cluster/cluster.ts';
import { safeText } from '../domain/output.ts';
import type { Message } from '../store/message.ts';
import type { Store } from '../store/store.ts';

/** Turns what the hosts say into messages; all of a batch become one change of the state. */
export function clusterToStore(store: Store, runMayHaveEnded: () => void): ClusterListener {
  let messages: Message[] = [];
  return {
    event(event) {
      const message = toMessage(event, store);
      if (message) messages.push(message);
    },
    batch() {
      const taken = messages;
      messages = [];
      if (taken.length > 0) store.take(taken);
      runMayHaveEnded();
    },
  };
}

function toMessage(event: ClusterEvent, store: Store): Message | undefined {
  switch (event.type) {
    case 'state':
      return { type: 'host-state', host: event.host, state: event.state };
    case 'digest': {
      const { id, host, output } = event;
      store.lines.takeDigest(id, host, event);
      return { type: 'output', run: id, host, output };
    }
    case 'progress':
      return { type: 'progress', run: event.id, host: event.host, progress: event.progress };
    case 'ending': {
      const { type, id, cwd, ...ended } = event;
      return { type: 'host-ended', run: id, now: Date.now(), ...ended };
    }
    case 'late': {
      const said = safeText(Buffer.from(event.bytes).toString().trimEnd());
      return info(`${event.host}, background: ${said}`);
    }
    case 'notice':
      return info(`${event.host}: ${event.text}`);
    case 'output':
      return undefined;
    default:
      return event satisfies never;
  }
}

const info = (text: string): Message => ({ type: 'notice', notice: { kind: 'info', text } });
