import { type HostNews, isHostNews, withHostNews } from './host-news.ts';
import type { Message } from './message.ts';
import type { State } from './state.ts';
import { update } from './update.ts';

/**
 * What `update` does for one after the other, but what hosts say in a row is taken in at once: 200 of them
 * then cost one copy of the map they stand in.
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
