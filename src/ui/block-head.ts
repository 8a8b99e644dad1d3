import { stripStyle } from '../domain/sgr.ts';
import { comparedLines } from './block-diff.ts';
import type { BlockModel } from './block-rows.ts';
import { hostRunMark } from './marks.ts';
import { pad, textWidth, toWidth } from './text-width.ts';
import type { Theme } from './theme.ts';
import { duration, outcomeWords } from './wording.ts';

/**
 * Who, how many, how it ended and how long it took; then `said`, a line of its output, or else a rule to the right edge
 * that sets the blocks apart.
 */
export function headRow(block: BlockModel, width: number, theme: Theme, said?: string): string {
  const { sign, tone } = hostRunMark(block.hostRun, block.now);
  const { outcome } = block.hostRun;
  const verdict = outcome ? outcomeWords(outcome) : 'running';
  const time = outcome?.kind === 'not-started' ? '' : `  ${duration(block.ms)}`;
  const hits = block.hits === '' ? '' : `  ${block.hits}`;
  const right = `${verdict}${time}${hits}${differenceWords(block)}`;
  const count = ` (${block.count})`;
  const chosen = block.mark === '' ? '' : `${theme.paint('accent', block.mark)} `;
  const room = Math.max(8, width - textWidth(right) - textWidth(count) - textWidth(chosen) - 9);
  const names = toWidth(block.names, Math.min(room, textWidth(block.names)));
  const flat = block.focused ? '━' : '─';
  const ruleTone = block.focused ? 'accent' : tone === 'ok' || tone === 'running' ? 'muted' : tone;
  const left = `${theme.paint(ruleTone, flat)} ${theme.paint(tone, sign)} ${chosen}${theme.paint(block.focused ? 'accent' : 'strong', names)}${count}  ${theme.paint(tone === 'ok' ? 'muted' : tone, right)} `;
  const rest = width - textWidth(left);
  const line = stripStyle(said ?? '').trim();
  const body =
    line !== '' && rest >= shortestLine
      ? ` ${toWidth(line, rest - 1)}`
      : theme.paint(ruleTone, flat.repeat(Math.max(0, rest)));
  return pad(left + body, width);
}

const shortestLine = 12;

function differenceWords({ difference, agreement }: BlockModel): string {
  if (agreement) return '  baseline';
  if (!difference) return '';
  const changed = difference.hunks.filter(({ kind }) => kind === 'changed').length;
  const beginning = difference.cut ? ` in the first ${comparedLines} lines` : '';
  return changed === 0
    ? `  no difference${beginning}`
    : `  ${changed} difference${changed === 1 ? '' : 's'}${beginning}`;
}
