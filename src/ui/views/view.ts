import type { Message } from '../../store/message.ts';
import type { Size, ViewName } from '../../store/state.ts';
import type { Scene } from '../scene.ts';

/** A way of looking at the record: it fills the body of the screen. */
export interface View {
  readonly name: ViewName;
  readonly summary: string;
  /** Exactly `area.rows` rows of exactly `area.columns` cells. */
  draw(scene: Scene, area: Size): readonly string[];
  plan(scene: Scene, area: Size): Plan;
  /** Brings a line of the run looked at into sight; absent: only the cursor goes there. */
  reveal?(scene: Scene, area: Size, host: string, line: number): readonly Message[];
  /** Puts the cursor on the item at this cell of the area; nothing where there is none. */
  choose(scene: Scene, area: Size, x: number, y: number): readonly Message[];
  /** Scrolls what the cursor is on; undefined where there is nothing to scroll. */
  scroll(scene: Scene, area: Size, by: Scroll): Message | undefined;
  /** Its cursor stands on lines: one up or down. Absent, or undefined: the cursor moves over the items. */
  step?(scene: Scene, area: Size, by: -1 | 1): readonly Message[] | undefined;
}

/** What the cursor can stand on, in reading order; each named by a host. */
export interface Plan {
  readonly items: readonly string[];
  readonly cursor: string | undefined;
  /** The hosts under the cursor. */
  readonly under: readonly string[];
  /** Every host that is shown; absent: the items. */
  readonly shown?: readonly string[];
  /** Items side by side. */
  readonly columns: number;
  readonly perPage: number;
  readonly page: number;
  readonly pages: number;
}

export type Scroll = 'page-up' | 'page-down' | 'wheel-up' | 'wheel-down' | 'start' | 'end';

/** Rows of the screen that a notch of the wheel goes on. */
const wheelRows = 3;

/** Rows to go on in a text of which `height` are seen; a page leaves one of them. Below 0: up. */
export function scrollRows(by: Exclude<Scroll, 'start' | 'end'>, height: number): number {
  const page = Math.max(1, height - 1);
  const rows = by === 'wheel-up' || by === 'wheel-down' ? Math.min(wheelRows, page) : page;
  return by === 'page-up' || by === 'wheel-up' ? -rows : rows;
}
