import type { Message } from './message.ts';
import type { State, StreamChoice } from './state.ts';

export const everything: StreamChoice = { muted: new Set() };

export type StreamMessage = Extract<
  Message,
  { type: 'stream-pattern' | 'stream-line' | 'mute' | 'unmute-all' }
>;

/** Changes what the stream shows; the same state if nothing changes. */
export function withStream(state: State, message: StreamMessage): State {
  const { stream } = state;
  switch (message.type) {
    case 'stream-pattern': {
      const { part, pattern } = message;
      if (stream[part] === pattern) return state;
      const { [part]: _, ...rest } = stream;
      const next = pattern === undefined ? rest : { ...rest, [part]: pattern };
      return { ...state, stream: next };
    }
    case 'stream-line':
      return { ...state, stream: { ...stream, line: message.line } };
    case 'mute': {
      const muted = new Set(stream.muted);
      for (const host of message.hosts) {
        if (message.muted) muted.add(host);
        else muted.delete(host);
      }
      return { ...state, stream: { ...stream, muted } };
    }
    case 'unmute-all':
      return stream.muted.size === 0
        ? state
        : { ...state, stream: { ...stream, muted: new Set() } };
    default:
      return message satisfies never;
  }
}
