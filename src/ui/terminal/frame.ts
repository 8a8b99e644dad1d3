import type { TerminalSize } from '../../domain/terminal.ts';
import type { Size } from '../../store/state.ts';
import { runStrip } from '../run-strip.ts';
import type { Scene } from '../scene.ts';
import { pad, textWidth } from '../text-width.ts';
import { topLine } from '../top-line.ts';
import { views } from '../views/index.ts';
import type { TerminalPicture } from './picture.ts';

/** The size left for the remote program: everything but our top line, its title and the run strip. */
export const terminalSize = ({ columns, rows }: Size): TerminalSize => ({
  columns,
  rows: rows - 3,
});

/** One host's terminal; the lines above and below are about the other hosts. */
export function terminalFrame(scene: Scene, host: string, picture: TerminalPicture | undefined) {
  const { state, theme } = scene;
  const { columns, rows } = terminalSize(state.size);
  const shown = picture?.rows().slice(0, rows) ?? [];
  const body = Array.from({ length: rows }, (_, y) => pad(shown[y] ?? '', columns));
  const plan = views[state.view].plan(scene, { columns, rows });
  const at = picture?.cursor();
  const name = ` ${theme.paint('accent', host)} terminal `;
  const keys = ` ${theme.paint('strong', 'Ctrl-]')} ${theme.paint('muted', 'back')} `;
  const rule = '━'.repeat(Math.max(0, columns - textWidth(name) - textWidth(keys)));
  return {
    rows: [
      topLine(scene, columns),
      pad(name + theme.paint('accent', rule) + keys, columns),
      ...body,
      runStrip(scene, plan, columns),
    ],
    cursor: at && at.y < rows ? { x: at.x, y: at.y + 2 } : undefined,
  };
}
