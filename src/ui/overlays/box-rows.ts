import { cut, pad, textWidth } from '../text-width.ts';
import type { Theme, Tone } from '../theme.ts';

/** Lines in a frame of exactly `width` by `height` cells, over whatever is behind it. */
export function boxRows(
  title: string,
  lines: readonly string[],
  width: number,
  height: number,
  theme: Theme,
  { tone = 'accent', foot = '' }: { readonly tone?: Tone; readonly foot?: string } = {},
): string[] {
  const paint = (text: string) => theme.paint(tone, text);
  const inner = Math.max(0, width - 2);
  const body = lines.slice(0, Math.max(0, height - 2));
  while (body.length < height - 2) body.push('');
  const side = paint('│');
  return [
    edge('╭', title, '╮', inner, theme, tone),
    ...body.map((line) => side + pad(` ${cut(line, inner - 2)}`, inner) + side),
    edge('╰', foot, '╯', inner, theme, tone),
  ].map((row) => (textWidth(row) === width ? row : paint(pad(row, width))));
}

function edge(left: string, label: string, right: string, inner: number, theme: Theme, tone: Tone) {
  const words = label === '' ? '' : ` ${cut(label, inner - 4)} `;
  const rule = '─'.repeat(Math.max(0, inner - 1 - textWidth(words)));
  return (
    theme.paint(tone, `${left}─`) + theme.paint('strong', words) + theme.paint(tone, rule + right)
  );
}
