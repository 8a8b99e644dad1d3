import type { ViewName } from '../../store/state.ts';
import { merged } from './merged.ts';
import { panes } from './panes.ts';
import { table } from './table.ts';
import type { View } from './view.ts';

/** In the order in which `v` walks them. */
export const views: Readonly<Record<ViewName, View>> = { panes, merged, table };
