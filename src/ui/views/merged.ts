import type { Message } from '../../store/message.ts';
import type { Size } from '../../store/state.ts';
import { type BlockModel, blocksPicture } from '../block-rows.ts';
import { spreadOf } from '../block-spread.ts';
import { compareBlocks } from '../compare-blocks.ts';
import { centred } from '../empty-screens.ts';
import { folded } from '../folded.ts';
import { markSign } from '../marks.ts';
import { maskersOf } from '../maskers.ts';
import { innerSize, type PaneModel } from '../pane-rows.ts';
import type { Paper } from '../paper.ts';
import { anchorAt } from '../reveal.ts';
import { type Block, blocksOf, connectionOf, filteredHosts, type Scene } from '../scene.ts';
import { hitWords, searched, searchLook } from '../search-look.ts';
import { runTranscript } from '../transcript.ts';
import { anchorAfter, panes, seenAfter } from './panes.ts';
import type { Plan, Scroll, View } from './view.ts';

/** Equal outputs of the run are one block, the largest first; every head is in sight when that is possible. */
export const merged: View = {
  name: 'merged',
  summary: 'Equal output as one block',

  draw(scene, area) {
    if (!scene.run)
      return centred(['nothing has run yet', 'equal answers become one block here'], area);
    const zoomed = zoomedBlock(scene);
    if (zoomed) return scene.panes.rows(zoomed, area.columns, area.rows, paperOf(scene));
    const blocks = shownBlocks(scene);
    if (blocks.length === 0)
      return centred([`no host is ${scene.state.filter} – f shows others`], area);
    const { spread, picture } = pictureOf(scene, blocks, this.plan(scene, area), area);
    return [...spread, ...picture.rows];
  },

  plan(scene) {
    const blocks = shownBlocks(scene);
    const { cursor } = scene.state;
    const at = blocks.findIndex((block) => cursor !== undefined && block.hosts.includes(cursor));
    const items = blocks.map(headOf);
    return {
      items,
      cursor: items[Math.max(0, at)],
      under: blocks[Math.max(0, at)]?.hosts ?? [],
      shown: blocks.flatMap(({ hosts }) => hosts),
      columns: 1,
      perPage: Math.max(1, items.length),
      page: 0,
      pages: 1,
    };
  },

  /** The block fills the screen: of one among others only the beginning is seen. */
  reveal(scene, area, host, line) {
    const zoomed = zoomedBlock({ ...scene, state: { ...scene.state, zoom: host } });
    if (!zoomed) return [];
    const inner = innerSize(zoomed, area.columns, area.rows);
    const top = anchorAt(zoomed.transcript, line, inner, paperOf(scene));
    return [
      { type: 'zoom', host },
      { type: 'scroll', key: zoomed.key, top, seen: zoomed.transcript.length },
    ];
  },

  choose(scene, area, x, y) {
    if (zoomedBlock(scene)) return panes.choose(scene, area, x, y);
    const blocks = shownBlocks(scene);
    if (blocks.length === 0) return [];
    const { spread, picture } = pictureOf(scene, blocks, this.plan(scene, area), area);
    const block = blocks[picture.owners[y - spread.length] ?? -1];
    return block ? [{ type: 'cursor', host: headOf(block) }] : [];
  },

  scroll(scene, area, by) {
    const zoomed = zoomedBlock(scene);
    return zoomed
      ? scrolledBlock(scene, area, zoomed, by)
      : movedCursor(this.plan(scene, area), by);
  },
};

function pictureOf(scene: Scene, blocks: readonly Block[], { cursor }: Plan, area: Size) {
  const models = blocks.map((block) => modelOf(scene, block, cursor));
  const spread = spreadOf(scene, blocks, area);
  const rest = { columns: area.columns, rows: area.rows - spread.length };
  const picture = blocksPicture(compareBlocks(scene, blocks, models), rest, paperOf(scene));
  return { spread, picture };
}

/** A block is named by its first host. */
const headOf = (block: Block) => block.hosts[0] ?? block.hostRun.host;

function shownBlocks(scene: Scene): readonly Block[] {
  const { run, state } = scene;
  if (!run) return [];
  if (state.filter === 'all') return blocksOf(run, state);
  const kept = new Set(filteredHosts({ ...scene, hosts: run.hosts }));
  return blocksOf(run, state).filter((block) => block.hosts.some((host) => kept.has(host)));
}

function modelOf(scene: Scene, block: Block, cursor: string | undefined): BlockModel {
  const { run, state } = scene;
  const { hostRun, hosts } = block;
  const times = hosts.map((host) => run?.hostRuns.get(host)?.ms ?? 0);
  return {
    names: folded(hosts),
    count: hosts.length,
    hostRun,
    ms: run && !hostRun.outcome ? state.now - run.startedAt : Math.max(0, ...times),
    transcript: transcriptOf(scene, block),
    current: headOf(block) === cursor,
    focused: state.focus === 'grid' && headOf(block) === cursor,
    mark: markSign(hosts, state.marked),
    hits: hitWords(state, hostRun.host, run?.id),
    now: state.now,
  };
}

const transcriptOf = ({ run, linesOf }: Scene, block: Block, withEnd = false) =>
  runTranscript(run, block.hostRun.host, linesOf, withEnd);

/** The hit that was jumped to, where it is in this block. */
function foundLine(state: Scene['state'], block: Block): number | undefined {
  const at = searchLook(state)?.at;
  return at?.host === block.hostRun.host ? at.line : undefined;
}

/** The block that fills the screen, as a pane of its own. */
function zoomedBlock(scene: Scene): PaneModel | undefined {
  const { run, state } = scene;
  const { zoom } = state;
  const block =
    run && zoom !== undefined
      ? blocksOf(run, state).find(({ hosts }) => hosts.includes(zoom))
      : undefined;
  if (!run || !block) return undefined;
  const key = `${run.id} ${headOf(block)}`;
  const scroll = state.scroll.get(key);
  const transcript = transcriptOf(scene, block, true);
  return {
    key,
    name: `${folded(block.hosts)} (${block.hosts.length})`,
    connection: connectionOf(scene, block.hostRun.host),
    transcript,
    anchor: scroll?.top ?? (block.hostRun.outcome ? 0 : 'follow'),
    seen: scroll?.seen ?? transcript.length,
    focused: false,
    mark: markSign(block.hosts, state.marked),
    hits: hitWords(state, block.hostRun.host, run.id),
    found: foundLine(state, block),
    wantsSudo: false,
    borders: true,
    nameWidth: 0,
    now: state.now,
  };
}

function scrolledBlock(scene: Scene, area: Size, block: PaneModel, by: Scroll): Message {
  const inner = innerSize(block, area.columns, area.rows);
  const anchor = anchorAfter(block, inner, by, paperOf(scene));
  const ended = block.transcript.last?.outcome !== undefined;
  const top = anchor === 'follow' && ended ? block.transcript.length : anchor;
  return { type: 'scroll', key: block.key, top, seen: seenAfter(block) };
}

/** Blocks are walked, not scrolled: the screen follows the cursor. */
function movedCursor({ items, cursor }: Plan, by: Scroll): Message | undefined {
  const at = Math.max(0, items.indexOf(cursor ?? ''));
  const isUp = by === 'page-up' || by === 'wheel-up';
  const ends = { start: 0, end: items.length - 1 } as const;
  const to = by === 'start' || by === 'end' ? ends[by] : at + (isUp ? -1 : 1);
  const host = items[Math.min(items.length - 1, Math.max(0, to))];
  return host === undefined ? undefined : { type: 'cursor', host };
}

const paperOf = ({ theme, linesOf, wanted, state }: Scene): Paper => ({
  ...maskersOf(state),
  theme,
  linesOf,
  wanted,
  errorMark: '▌',
  terse: false,
  okEnds: false,
  ...searched(state),
});
