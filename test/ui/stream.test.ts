import { describe, expect, test } from 'vitest';
import type { Line } from '../../src/domain/run.ts';
import { initialState } from '../../src/store/initial-state.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { muteUnderCursor } from '../../src/ui/input/mute-key.ts';
import { createPaneCache } from '../../src/ui/pane-cache.ts';
import { type Scene, shownRun } from '../../src/ui/scene.ts';
import { createStreams } from '../../src/ui/streams.ts';
import { createTranscripts } from '../../src/ui/transcript.ts';
import { stream } from '../../src/ui/views/stream.ts';
import type { Scroll } from '../../src/ui/views/view.ts';
import { createWanted } from '../../src/ui/wanted.ts';
import { runOf } from '../support/run-of.ts';
import { colourTheme, plainTheme } from '../support/scene.ts';

const area = { columns: 60, rows: 11 };

/** A stream that is looked at; what hosts said and was not brought can be read. */
function looking(hosts: readonly string[], theme = plainTheme, order: 'known' | 'lost' = 'known') {
  const store: Store = createStore(initialState({ columns: 60, rows: 15 }, 0));
  const run = runOf(Object.fromEntries(hosts.map((host) => [host, {}])));
  const record = new Map<string, Line[]>(hosts.map((host) => [host, []]));
  const streams = createStreams((id) => (order === 'known' ? store.lines.arrivals(id) : undefined));
  const linesOf = (id: string, host: string) => store.lines.of(id, host);
  const transcripts = createTranscripts(linesOf);
  let time = 0;
  store.act({ type: 'run-started', run });
  store.act({ type: 'view', view: 'stream' });
  store.act({ type: 'focus', focus: 'grid' });
  const scene = (): Scene => ({
    state: store.state(),
    run: shownRun(store.state()),
    hosts,
    groups: [],
    theme,
    linesOf,
    wanted: createWanted(),
    panes: createPaneCache(),
    streams,
    terminal: undefined,
    transcript: (host) => transcripts(store.state().runs, host),
  });
  const it = {
    store,
    /** A second later; of the lines the last `brought` come with the news. */
    say(host: string, texts: readonly string[], brought = texts.length) {
      const lines = record.get(host) ?? [];
      lines.push(
        ...texts.map((text) =>
          text[0] === '!' ? { text: text.slice(1), error: true as const } : { text },
        ),
      );
      const output = { bytes: 0, lines: lines.length, errorLines: 0, hash: '' };
      time += 1000;
      const from = lines.length - brought;
      store.lines.takeDigest(run.id, host, { output, from, lines: lines.slice(from) }, time);
      store.act({ type: 'output', run: run.id, host, output });
      return it;
    },
    end() {
      for (const host of hosts) {
        const { output } = shownRun(store.state())?.hostRuns.get(host) ?? {};
        if (!output) continue;
        store.act({
          type: 'host-ended',
          run: run.id,
          host,
          outcome: { kind: 'exited', code: 0 },
          ms: 1,
          output,
          now: time,
        });
      }
      return it;
    },
    /** The picture when all that it asks for was read. */
    rows(): string[] {
      for (;;) {
        const now = scene();
        const rows = stream.draw(now, area);
        const wanted = now.wanted.stretches();
        if (wanted.length === 0) return rows.map((row) => row.trimEnd());
        for (const { run: id, host, from, count } of wanted)
          store.lines.takeStretch(
            id,
            host,
            from,
            (record.get(host) ?? []).slice(from, from + count),
          );
      }
    },
    scroll(by: Scroll) {
      const message = stream.scroll(scene(), area, by);
      if (message) store.act(message);
      return it.rows();
    },
    step(by: -1 | 1) {
      for (const message of stream.step?.(scene(), area, by) ?? []) store.act(message);
      return it.rows();
    },
    reveal(host: string, line: number) {
      for (const message of stream.reveal?.(scene(), area, host, line) ?? []) store.act(message);
      return it.rows();
    },
    click(y: number) {
      for (const message of stream.choose(scene(), area, 5, y)) store.act(message);
      return it.rows();
    },
    cursor: () => stream.plan(scene(), area).under,
    mute: () =>
      muteUnderCursor({ store, scene, area: () => area } as Parameters<typeof muteUnderCursor>[0]),
  };
  return it;
}

const numbers = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `n${from + i}`);
const status = (rows: readonly string[]) => rows.at(-1)?.replace(/─+$/, '').trim();
const body = (rows: readonly string[]) => rows.slice(0, -1);

describe('a picture of the stream', () => {
  test('has the newest lines at the bottom, and says that it follows', () => {
    const it = looking(['a', 'bb']).say('a', numbers(0, 20)).say('bb', ['!last']);
    expect(body(it.rows())).toEqual([...numbers(11, 9).map((text) => ` a  ${text}`), '▌bb last']);
    expect(status(it.rows())).toBe('── following');
  });

  test('wraps a long line under itself', () => {
    const it = looking(['a', 'b']).say('a', ['x'.repeat(70)]);
    expect(body(it.rows()).slice(0, 2)).toEqual([` a ${'x'.repeat(57)}`, `   ${'x'.repeat(13)}`]);
  });

  test('has the cursor on the line that is clicked, wrapped ones too, and stays there', () => {
    const it = looking(['a', 'bb'])
      .say('a', numbers(0, 20))
      .say('bb', ['x'.repeat(70), 'last']);
    const before = it.rows();
    expect(before[7]).toMatch(/^ bb x+$/);
    expect(body(it.click(8))).toEqual(body(before));
    expect(it.cursor()).toEqual(['bb']);
    it.say('a', ['news']);
    expect(body(it.rows())).toEqual(body(before));
    it.click(0);
    expect(it.cursor()).toEqual(['a']);
  });

  test('goes three rows further with the wheel', () => {
    const it = looking(['a']).say('a', numbers(0, 40));
    expect(it.rows()[0]).toBe(' a n30');
    expect(it.scroll('wheel-up')[0]).toBe(' a n27');
    expect(it.scroll('wheel-up')[0]).toBe(' a n24');
    expect(it.scroll('wheel-down')[0]).toBe(' a n27');
  });

  test('tells how often a line was said, and by whom', () => {
    const it = looking(['web01', 'web02', 'web03']);
    for (const host of ['web01', 'web02', 'web03', 'web01']) it.say(host, ['beat']);
    expect(body(it.rows())[0]).toBe(' ×4 web[01-03]  beat');
  });

  test('tells lines that were not brought while it follows, and reads them when the run is over', () => {
    const it = looking(['a']).say('a', numbers(0, 30), 3);
    expect(body(it.rows()).slice(0, 4)).toEqual([
      ' ⋯ 27 lines of a skipped on the screen',
      ' a n27',
      ' a n28',
      ' a n29',
    ]);
    expect(status(it.rows())).toBe('── following ── skipped: 27 lines');
    expect(body(it.end().rows())).toEqual(numbers(20, 10).map((text) => ` a ${text}`));
  });

  test('is lit up where a pattern is found, without the host’s colours, and stderr stays red', () => {
    const it = looking(['a'], colourTheme).say('a', ['\x1b[32mone two\x1b[0m', '!no two here']);
    it.store.act({ type: 'stream-pattern', part: 'light', pattern: 'two' });
    const [out = '', error = ''] = it.rows();
    expect(out).toContain('one \x1b[7mtwo\x1b[0m');
    expect(out).not.toContain('\x1b[32m');
    expect(error).toMatch(/\x1b\[31mno \x1b\[0m\x1b\[7mtwo\x1b\[0m\x1b\[31m here/);
  });

  test('paints each host in a colour of its own, and none without colours', () => {
    const colour = (host: string) => /\x1b\[38;5;\d+m/.exec(colourTheme.paintHost(host, host))?.[0];
    const hosts = Array.from({ length: 20 }, (_, i) => `web${String(i + 1).padStart(2, '0')}`);
    expect(new Set(hosts.map(colour)).size).toBe(20);
    expect(colour('web07')).toBe(colour('web07'));
    const it = looking(['a']).say('a', ['x']);
    expect(it.rows().join('')).not.toContain('\x1b');
  });

  test('of a run whose order nobody knows any more has one host after the other', () => {
    const said = (order: 'known' | 'lost') =>
      looking(['a', 'b'], plainTheme, order)
        .say('b', ['b1'])
        .say('a', ['a1'])
        .say('b', ['b2'])
        .end();
    expect(body(said('known').rows()).filter(Boolean)).toEqual([' b b1', ' a a1', ' b b2']);
    expect(body(said('lost').rows()).filter(Boolean)).toEqual([' a a1', ' b b1', ' b b2']);
  });
});

test('a pattern is looked for in the record when the run is over, and all lines are accounted for', () => {
  const it = looking(['a', 'b']);
  for (let i = 0; i < 50; i++) it.say(i % 3 ? 'a' : 'b', numbers(i * 100, 100), 5);
  it.store.act({ type: 'stream-pattern', part: 'only', pattern: '/^n\\d*77$/' });
  expect(status(it.rows())).toMatch(/^── following ── hidden: 100 lines ── only /); // what is in memory
  it.end();
  expect(body(it.rows()).map((row) => row.slice(3))).toEqual(
    Array.from({ length: 10 }, (_, i) => `n${40 + i}77`),
  );
  expect(status(it.rows())).toBe('── 5,000 lines ── hidden: 4,950 lines ── only /^n\\d*77$/');
});

describe('scrolling', () => {
  test.each([
    ['brought', 40],
    ['read back', 2],
  ])('up and down goes over every line, %s', (_, brought) => {
    const it = looking(['a', 'b']);
    for (let i = 0; i < 30; i++)
      it.say(i % 2 ? 'a' : 'b', numbers(i * 10, 10), Math.min(10, brought));
    it.end();
    const all = numbers(0, 300);
    const seen = (rows: readonly string[]) => body(rows).map((row) => row.split(' ').at(-1) ?? '');
    const up = new Set(seen(it.rows()));
    for (let i = 0; i < 60; i++) for (const text of seen(it.scroll('page-up'))) up.add(text);
    expect([...up].sort()).toEqual([...all].sort());
    expect(seen(it.rows())).toEqual(all.slice(0, 10));
    const down: string[] = [];
    for (let i = 0; i < 60; i++) {
      down.push(...seen(it.rows()).filter((text) => !down.includes(text)));
      it.scroll('page-down');
    }
    expect(down).toEqual(all);
    expect(status(it.rows())).toBe('── 300 lines');
  });

  test('stays put while lines arrive and counts those that are shown', () => {
    const it = looking(['a', 'b']).say('a', numbers(0, 50));
    it.store.act({ type: 'stream-pattern', part: 'hide', pattern: 'secret' });
    const before = it.scroll('page-up');
    expect(status(before)).toBe('── scrolled ── without secret');
    it.say('b', ['x', 'y', 'secret']).say('b', ['z']);
    expect(body(it.rows())).toEqual(body(before));
    expect(status(it.rows())).toBe('── +3 new ── hidden: 1 line ── without secret');
    expect(body(it.scroll('end')).at(-1)).toBe(' b z');
  });

  test('stays put over thousands of new lines, which push it out of memory', () => {
    const it = looking(['a']).say('a', numbers(0, 50));
    const before = it.scroll('page-up');
    for (let i = 1; i < 200; i++) {
      it.say('a', numbers(i * 50, 50), 40);
      it.rows();
    }
    expect(body(it.rows())).toEqual(body(before));
    expect(status(it.rows())).toBe('── +9,950 new ── skipped: 1,990 lines');
  });

  test('to the start reads it from the record, also behind a pattern', () => {
    const it = looking(['a', 'b']);
    for (let i = 0; i < 40; i++) it.say(i % 3 ? 'a' : 'b', numbers(i * 100, 100), 5);
    it.store.act({ type: 'stream-pattern', part: 'only', pattern: '/^n\\d*77$/' });
    const rows = body(it.scroll('start'));
    expect(rows.map((row) => row.slice(3))).toEqual(
      Array.from({ length: 10 }, (_, i) => `n${i === 0 ? '' : i}77`),
    );
  });
});

describe('a line that is looked for', () => {
  test('comes into sight with the cursor on it, from the record where it must', () => {
    const it = looking(['a', 'b']);
    for (let i = 0; i < 20; i++) it.say(i % 2 ? 'a' : 'b', numbers(i * 100, 100), 3);
    const rows = it.reveal('a', 250); // the 51st that a said in its third turn
    expect(body(rows)).toContain(' a n550');
    expect(it.cursor()).toEqual(['a']);
    expect(it.store.state().stream.line?.place).toBe(550);
  });
});

describe('the cursor in the stream', () => {
  test('stands on a line, and the view stays as it is', () => {
    const it = looking(['a', 'b']).say('a', numbers(0, 30)).say('b', ['mine']);
    it.step(-1);
    expect(it.cursor()).toEqual(['b']);
    it.step(-1);
    expect(it.cursor()).toEqual(['a']);
    const before = it.rows();
    it.say('b', ['more']);
    expect(body(it.rows())).toEqual(body(before));
    for (let i = 0; i < 40; i++) it.step(-1);
    expect(body(it.rows())[0]).toBe(' a n0');
    for (let i = 0; i < 40; i++) it.step(1);
    expect(body(it.rows()).at(-1)).toBe(' b more');
  });

  test('mutes the host of its line and brings it back', () => {
    const it = looking(['a', 'b']).say('a', ['one']).say('b', ['two']).say('a', ['three']);
    it.step(-1);
    it.mute();
    expect(body(it.rows()).filter(Boolean)).toEqual([' b two']);
    expect(status(it.rows())).toBe('── scrolled ── hidden: 1 host, 2 lines');
    it.mute();
    expect(body(it.rows()).filter(Boolean)).toEqual([' a one', ' b two', ' a three']);
  });

  test('asks whom of a folded line it means', () => {
    const it = looking(['a', 'b']).say('a', ['same']).say('b', ['same']);
    it.step(-1);
    it.mute();
    expect(it.store.state().stream.muted.size).toBe(0);
    expect(it.store.state().notice?.text).toMatch(/^2 hosts said this – /);
  });
});
