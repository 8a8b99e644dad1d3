import { type HostNews, isHostNews, withHostNews } from './host-news.ts';
import type { Message } from './message.ts';
import type { State } from './state.ts';
import { update } from './update.ts';

/**
 * Applies `update` for one message after the other, but takes in several host messages in a row at once: 200 of them
 * then cost only one copy of the map they are in.
 */
export function applyAll(state: State, messages: readonly Message[]): State {
  let next = state;
  let news: HostNews[] = [];
  for (const message of messages) {
    if (isHostNews(message)) {
      news.push(message);
      continue;
    }
    next = update(withHostNews(next, news), message);
    news = [];
  }
  return withHostNews(next, news);
}
