import { expect, it } from 'vitest';
import { initialEditor } from '../../../src/shell/editor.ts';
import type { Overlay } from '../../../src/store/state.ts';
import { createStore } from '../../../src/store/store.ts';
import { drawFrame } from '../../../src/ui/frame.ts';
import type { Desk } from '../../../src/ui/input/desk.ts';
import { scrollOverlay } from '../../../src/ui/input/overlay-scroll.ts';
import { sceneOf } from '../../support/scene.ts';
import { exited, tell } from '../../support/screen-state.ts';

type Scrolled = Extract<Overlay, { kind: 'text' | 'help' | 'chart' }>;

const size = { columns: 60, rows: 12 };
const run = tell(
  1,
  'x',
  Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`h${i + 10}`, { lines: [`${i}`], outcome: exited(0) }]),
  ),
);

const boxes: readonly Scrolled[] = [
  { kind: 'chart', nth: undefined, top: 0 },
  { kind: 'help', top: 0 },
  { kind: 'text', title: 'hosts', lines: Array.from({ length: 40 }, (_, i) => `l${i}`), top: 0 },
];

it.each(boxes)('$kind goes to the end, which fills the box, and not beyond', (overlay) => {
  const store = createStore(sceneOf([run], { size, overlay }).state);
  const scene = () => sceneOf([run], store.state());
  const desk = { store, scene } as unknown as Desk;
  const box = () => {
    const [popup] = drawFrame(scene(), { editor: initialEditor([]) }).popups;
    return popup?.rows ?? [];
  };
  const before = box();
  for (const key of ['G', 'pagedown', 'down']) {
    const open = store.state().overlay as Scrolled;
    scrollOverlay(open, key, desk);
    expect(box().length).toBe(before.length);
    expect(box()[1]).not.toBe(before[1]);
    expect(box().at(-2)).not.toMatch(/^│ *│$/);
  }
});
