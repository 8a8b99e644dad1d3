import { nextStyle, resetStyle, type Style, stripStyle, styleSequence } from '../domain/sgr.ts';
import type { TextPattern } from '../domain/text-pattern.ts';

/** The text with the hits in inverse video; its own colours stay. The same text if there are none. */
export function highlighted(text: string, pattern: TextPattern): string {
  const places = pattern.places(stripStyle(text));
  const [first] = places;
  if (!first) return text;
  let out = '';
  let at = 0;
  let style: Style = '';
  let shown: Style = '';
  const show = (next: Style) => {
    if (next !== shown) out += shown === '' ? next : resetStyle + next;
    shown = next;
  };
  let place = 0;
  for (const piece of text.split(styleSequence)) {
    if (piece.startsWith('\x1b')) {
      style = nextStyle(style, piece.slice(2, -1));
      continue;
    }
    for (let from = 0; from < piece.length; ) {
      while ((places[place]?.to ?? Number.POSITIVE_INFINITY) <= at) place += 1;
      const { from: begin, to: end } = places[place] ?? { from: Number.POSITIVE_INFINITY, to: 0 };
      const inside = begin <= at;
      const stop = Math.min(piece.length, from + (inside ? end : begin) - at);
      show(inside ? nextStyle(style, '7') : style);
      out += piece.slice(from, stop);
      at += stop - from;
      from = stop;
    }
  }
  show('');
  return out;
}
