import { describe, expect, test } from 'vitest';
import type { Aside } from '../../src/store/state.ts';
import { type PaneModel, paneRows } from '../../src/ui/pane-rows.ts';
import type { Paper } from '../../src/ui/paper.ts';
import { textWidth } from '../../src/ui/text-width.ts';
import { createTranscripts } from '../../src/ui/transcript.ts';
import { createWanted } from '../../src/ui/wanted.ts';
import { colourTheme, plainTheme } from '../support/scene.ts';
import { exited, linesOfAll, now, ready, type Told, tell } from '../support/screen-state.ts';

const failed = tell(1, 'df', {
  web03: { lines: ['Filesystem Size', '!df: /mnt: Stale file handle'], outcome: exited(1), ms: 62 },
});
const going = tell(1, 'sleep 9', { web03: {} });
const hundred = tell(1, 'seq 100', {
  web03: { lines: Array.from({ length: 100 }, (_, i) => `${i + 1}`), outcome: exited(0), ms: 40 },
});

describe('a pane', () => {
  test('tells host, end and time in its title and marks stderr in the gutter', () => {
    expect(draw([failed], 30, 6)).toEqual([
      '╭ web03 ✗ 1  0.06s ──────────╮',
      '│❯ df                        │',
      '│ Filesystem Size            │',
      '│!df: /mnt: Stale file handle│',
      '│✗ exit 1  0.06s             │',
      '╰────────────────────────────╯',
    ]);
  });

  test('bears the sign of its mark and what a search found there', () => {
    const change = { mark: '◆', hits: '3 hits' };
    expect(draw([failed], 40, 6, change)[0]).toBe('╭ ◆ web03 ✗ 1  0.06s ────────── 3 hits ╮');
    expect(draw([hundred], 40, 4, { ...change, borders: false, anchor: 5, seen: 9 })[0]).toMatch(
      /^◆ web03 ✓ 0\.04s ─+ 3 hits/,
    );
    const [cell] = draw([hundred], 50, 1, { ...change, borders: false });
    expect(cell).toMatch(/^✓◆web03 {2}100 +3 hits $/);
  });

  test('keeps the hit that was jumped to in sight when long lines come in before it', () => {
    const long = tell(1, 'x', {
      web03: { lines: ['a'.repeat(200), 'b'.repeat(200), 'the hit', 'c'], outcome: exited(0) },
    });
    const shown = draw([long], 30, 8, { anchor: 1, seen: 5, found: 3 });
    expect(shown.join('\n')).toContain('the hit');
  });

  test('says how long nothing has come', () => {
    expect(draw([going], 30, 5).slice(0, 3)).toEqual([
      '╭ web03 ⠋ 3.1s ──────────────╮',
      '│❯ sleep 9                   │',
      '│ (no output for 3 s)        │',
    ]);
  });

  test('follows the newest line', () => {
    expect(draw([hundred], 30, 5).slice(1, 4)).toEqual(
      ['98', '99', '100'].map((line) => `│ ${line.padEnd(27)}│`),
    );
  });

  test('scrolled back stays there and counts what came since', () => {
    const rows = draw([hundred], 30, 5, { anchor: 11, seen: 90 });
    expect(rows.slice(1, 4)).toEqual(['11', '12', '13'].map((line) => `│ ${line.padEnd(27)}│`));
    expect(rows[4]).toBe('╰─────────────────── +12 new ╯');
  });

  test('carries the state of the connection in its border and why in its body', () => {
    const failure = { kind: 'auth', message: 'login refused – check the key' } as const;
    expect(draw([], 34, 5, { connection: { kind: 'failed', failure } }).slice(0, 2)).toEqual([
      '╭ web03 ✗ ───────────────── auth ╮',
      '│ login refused – check the key  │',
    ]);
    const retrying = { kind: 'retrying', at: now + 3500, failure } as const;
    expect(draw([], 34, 5, { connection: retrying })[0]).toContain('retry 4s');
  });

  test('with the cursor has a border of its own shape, not only colour', () => {
    expect(draw([failed], 30, 5, { focused: true })[0]).toMatch(/^┏ web03.*┓$/);
  });

  test('among many has a plain gutter and only the last run', () => {
    const second = tell(2, 'id', { web03: { lines: ['uid=0'], outcome: exited(0), ms: 9 } });
    expect(draw([failed, second], 30, 4, { borders: false }, { terse: true })).toEqual([
      'web03 ✓ 0.01s ─────────────── ',
      ' uid=0                        ',
      '                              ',
      '                              ',
    ]);
  });

  test('with one row for text shows the beginning of a reason and of what was said aside', () => {
    const failure = { kind: 'worker', message: 'its worker ended (killed by SIGKILL)' } as const;
    const lost = tell(2, 'id', { web03: { outcome: { kind: 'lost', failure }, ms: 15_000 } });
    const paper = { terse: true, oneRow: true };
    expect(draw([lost], 30, 2, { borders: false }, paper)).toEqual([
      'web03 ⌁ lost  15s ─────────── ',
      ' its worker ended (killed by… ',
    ]);
    const text = 'reconnected in a new shell: cwd and exports went with it';
    const aside = { kind: 'notice', text, after: 2 } as const;
    const [, said] = draw([lost], 30, 2, { borders: false }, paper, [aside]);
    expect(said).toBe('• reconnected in a new shell… ');
  });

  test('of one row shows state and last line', () => {
    expect(draw([failed], 34, 1, { borders: false })).toEqual([
      '✗ web03  !df: /mnt: Stale file h… ',
    ]);
  });
});

test('every row is exactly as wide as the pane, whatever is in it', () => {
  const nasty = tell(1, 'cat 文件', {
    web03: {
      lines: ['你好'.repeat(40), '\x1b[31mred\x1b[0m'.repeat(20), '', 'é👍🏽'],
      outcome: exited(0),
    },
  });
  for (const width of [5, 8, 30, 31, 77]) {
    for (const height of [1, 2, 3, 5, 20]) {
      for (const borders of [true, false]) {
        for (const theme of [plainTheme, colourTheme]) {
          const rows = draw([nasty], width, height, { borders: borders && height > 1 }, { theme });
          expect(rows).toHaveLength(height);
          expect(rows.map(textWidth)).toEqual(Array(height).fill(width));
        }
      }
    }
  }
});

test('lines that are not here are asked for', () => {
  const wanted = createWanted();
  const missing: Told = { run: hundred.run, linesOf: () => undefined };
  draw([missing], 30, 5, {}, { wanted });
  expect(wanted.stretches()).toEqual([{ run: 'run-1', host: 'web03', from: 97, count: 3 }]);
});

function draw(
  told: readonly Told[],
  width: number,
  height: number,
  change: Partial<PaneModel> = {},
  paperChange: Partial<Paper> = {},
  asides: readonly Aside[] = [],
): string[] {
  const linesOf = linesOfAll(told);
  const transcript = createTranscripts(linesOf)(
    told.map(({ run }) => run),
    'web03',
    asides,
  );
  const pane: PaneModel = {
    key: 'web03',
    name: 'web03',
    connection: ready,
    transcript,
    anchor: 'follow',
    seen: 0,
    focused: false,
    mark: '',
    hits: '',
    wantsSudo: false,
    borders: true,
    nameWidth: 5,
    now,
    ...change,
  };
  const paper: Paper = {
    theme: plainTheme,
    linesOf,
    wanted: createWanted(),
    errorMark: '!',
    terse: false,
    okEnds: false,
    ...paperChange,
  };
  return paneRows(pane, width, height, paper);
}
