import { folded } from '../folded.ts';
import { views } from '../views/index.ts';
import type { Desk } from './desk.ts';
import { refuse, say } from './say.ts';

/**
 * Mutes the host or block under the cursor, or takes it back into the stream. In a folded line it is unclear who is
 * meant.
 */
export function muteUnderCursor(desk: Desk): void {
  const { store } = desk;
  const { view, stream } = store.state();
  const { under } = views[view].plan(desk.scene(), desk.area());
  if (under.length === 0) {
    refuse(desk, 'there is no host to mute here – write :mute HOST');
    return;
  }
  if (view === 'stream' && under.length > 1) {
    say(desk, `${under.length} hosts said this – choose a line of one host, or write :mute HOST`);
    return;
  }
  const muted = !under.every((host) => stream.muted.has(host));
  store.act({ type: 'mute', hosts: under, muted });
  say(
    desk,
    `${folded(under)}: ${muted ? 'muted in the stream, - brings it back' : 'in the stream again'}`,
  );
}
