import { safeText } from '../domain/output.ts';
import type { Run } from '../domain/run.ts';
import { hostCount } from './empty-screens.ts';
import type { Scene } from './scene.ts';
import { grouped } from './stream-paper.ts';
import { isOver, streamKey } from './stream-window.ts';
import { cut, pad, textWidth } from './text-width.ts';
import type { Tone } from './theme.ts';

/** The row under the stream: whether it follows, what is left out, what is highlighted. */
export function streamStatus(scene: Scene, run: Run, width: number, waits: boolean): string {
  const { theme } = scene;
  const reading = waits ? ([['reading', 'muted']] as const) : [];
  const parts = [...partsOf(scene, run), ...reading].map(([text, tone]) => theme.paint(tone, text));
  const line = theme.paint('muted', '──');
  const row = `${line} ${parts.join(` ${line} `)} `;
  const missing = width - textWidth(row);
  return missing < 0
    ? pad(cut(row, width), width)
    : row + theme.paint('muted', '─'.repeat(missing));
}

/** Most important first: what does not fit is cut. */
function partsOf(scene: Scene, run: Run): readonly (readonly [string, Tone])[] {
  const { live, tail, hiddenHosts, source } = scene.streams.of(scene, run);
  const seen = tail ?? live;
  const skipped = seen.start + seen.skipped;
  const { only, hide, light } = scene.state.stream;
  const { total } = source.arrivals;
  const frozen = scene.state.scroll.get(streamKey(run));
  const parts: (readonly [string, Tone])[] = [];
  if (frozen) {
    const news = live.newSince(frozen.seen);
    parts.push([news > 0 ? `+${grouped(news)} new` : 'scrolled', 'waiting']);
  } else parts.push([isOver(scene, run) ? linesWords(total) : 'following', 'muted']);
  const hidden = [
    ...(hiddenHosts.length > 0 ? [hostCount(hiddenHosts.length)] : []),
    ...(seen.hidden > 0 ? [linesWords(seen.hidden)] : []),
  ];
  if (hidden.length > 0) parts.push([`hidden: ${hidden.join(', ')}`, 'waiting']);
  if (only !== undefined) parts.push([`only ${safeText(only)}`, 'accent']);
  if (hide !== undefined) parts.push([`without ${safeText(hide)}`, 'accent']);
  if (light !== undefined) parts.push([`light ${safeText(light)}`, 'accent']);
  // For a run that is over, the view reads skipped lines by itself, unless it would have to search for some.
  const reads = isOver(scene, run) && only === undefined && hide === undefined;
  if (skipped > 0 && !reads) parts.push([`skipped: ${linesWords(skipped)}`, 'muted']);
  return parts;
}

const linesWords = (count: number): string => (count === 1 ? '1 line' : `${grouped(count)} lines`);
