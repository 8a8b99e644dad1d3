import type { ViewName } from '../../store/state.ts';
import { merged } from './merged.ts';
import { panes } from './panes.ts';
import { stream } from './stream.ts';
import { table } from './table.ts';
import type { View } from './view.ts';

/** In the order in which `v` walks them; the table has a key of its own. */
export const views: Readonly<Record<ViewName, View>> = { panes, merged, stream, table };
