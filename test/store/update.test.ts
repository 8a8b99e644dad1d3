import { describe, expect, it } from 'vitest';
import type { HostState } from '../../src/domain/host.ts';
import { initialState } from '../../src/store/initial-state.ts';
import type { Message } from '../../src/store/message.ts';
import type { State } from '../../src/store/state.ts';
import { update } from '../../src/store/update.ts';
import { exited, runOf } from '../support/run-of.ts';

const empty = initialState({ columns: 80, rows: 24 }, 1000);
const given = (messages: readonly Message[], from: State = empty): State =>
  messages.reduce(update, from);

const web = { text: 'web', hosts: ['a', 'b'] };
const db = { text: 'db', hosts: ['c'] };
const selectWeb: Message = { type: 'target', target: web };
const selectDb: Message = { type: 'target', target: db };
const start: Message = { type: 'run-started', run: runOf({ a: {}, b: {} }) };
const output = { bytes: 5, lines: 1, errorLines: 0, hash: 'x' };

const end = (host: string, now = 1500, code = 0): Message => ({
  type: 'host-ended',
  run: 'run-1',
  host,
  outcome: exited(code),
  ms: 40,
  output,
  now,
});
const letGo = (host: string): Message => ({ type: 'let-go', run: 'run-1', host });

describe('a run', () => {
  it('ends when every host has an outcome, at the time of the last one', () => {
    const one = given([start, end('a', 1500)]);
    expect(one.runs[0]?.endedAt).toBeUndefined();
    const both = given([end('b', 1700)], one);
    expect(both.runs[0]?.endedAt).toBe(1700);
    expect(both.runs[0]?.hostRuns.get('b')).toMatchObject({ outcome: exited(0), ms: 40, output });
  });

  it('ends when the last host it waits for is let go, and the late outcome is still taken down', () => {
    const gone = given([start, end('a', 1500), { type: 'tick', now: 1900 }, letGo('b')]);
    expect(gone.runs[0]?.endedAt).toBe(1900);
    const late = given([end('b', 60_000, 3)], gone);
    expect(late.runs[0]?.endedAt).toBe(1900);
    expect(late.runs[0]?.hostRuns.get('b')).toMatchObject({ outcome: exited(3), letGo: true });
  });

  it('never began in the future', () => {
    const run = runOf({ a: {} }, { startedAt: 7000 });
    expect(given([{ type: 'run-started', run }]).now).toBe(7000);
  });

  it('of no host has ended at once', () => {
    expect(given([{ type: 'run-started', run: runOf({}) }]).runs[0]?.endedAt).toBe(1000);
  });

  it('keeps the first outcome of a host, and its output', () => {
    const once = given([start, end('a')]);
    expect(given([end('a', 9000, 1)], once)).toBe(once);
    expect(
      given([{ type: 'output', run: 'run-1', host: 'a', output: { ...output, lines: 7 } }], once),
    ).toBe(once);
  });

  it('is shown when it starts, whichever was looked at', () => {
    const older = given([start, { type: 'show-run', number: 1 }]);
    expect(older.shownRun).toBe(1);
    const run = runOf({ a: {} }, { id: 'run-2', number: 2 });
    expect(given([{ type: 'run-started', run }], older).shownRun).toBeUndefined();
  });
});

describe('marks', () => {
  const mark = (...hosts: string[]): Message => ({ type: 'marked', hosts });

  it('are those that were set last', () => {
    expect([...given([mark('a', 'b'), mark('b')]).marked]).toEqual(['b']);
  });

  it('are of one target: another begins without, and going back brings them back', () => {
    const other = given([selectWeb, mark('a'), selectDb]);
    expect(other.marked.size).toBe(0);
    const back = given([mark('c'), { type: 'target-back' }], other);
    expect([...back.marked]).toEqual(['a']);
  });

  it('stay when the target is what it was', () => {
    expect([...given([selectWeb, mark('a'), selectWeb]).marked]).toEqual(['a']);
  });
});

describe('the target', () => {
  it('can be gone back over, one by one', () => {
    const both = given([selectWeb, selectDb]);
    expect(both.target).toBe(db);
    const back = given([{ type: 'target-back' }], both);
    expect(back).toMatchObject({ target: web, targetStack: [] });
    expect(given([{ type: 'target-back' }], back)).toBe(back);
  });

  it('loses the hosts that the inventory does not know any more', () => {
    const all = { text: 'all', hosts: ['a', 'b', 'c'] };
    const state = given([selectWeb, selectDb, { type: 'target', target: all }]);
    const target = { text: 'all', hosts: ['a', 'd'] };
    const after = given([{ type: 'inventory', target, known: new Set(['a', 'd']) }], state);
    expect(after).toMatchObject({
      target,
      targetStack: [{ target: { text: 'web', hosts: ['a'] } }],
    });
    expect([...after.hosts.keys()]).toContain('d');
  });

  it('makes its hosts known without forgetting what is known', () => {
    const connecting: HostState = { kind: 'connecting' };
    const state = given([
      selectWeb,
      { type: 'host-state', host: 'a', state: connecting },
      selectDb,
      selectWeb,
    ]);
    expect([...state.hosts]).toEqual([
      ['a', connecting],
      ['b', { kind: 'off' }],
      ['c', { kind: 'off' }],
    ]);
  });

  it('takes along a zoom, a cursor and a filter only where they still mean something', () => {
    const chosen = given([
      selectWeb,
      { type: 'zoom', host: 'a' },
      { type: 'filter', filter: 'odd' },
    ]);
    expect(given([{ type: 'target', target: { text: 'a', hosts: ['a'] } }], chosen)).toMatchObject({
      zoom: 'a',
      cursor: 'a',
      filter: 'all',
    });
    const moved = given([selectDb], chosen);
    expect(moved.zoom ?? moved.cursor).toBeUndefined();
  });

  it('remembers fifty before it', () => {
    const many = Array.from(
      { length: 70 },
      (_, i): Message => ({ type: 'target', target: { text: `t${i}`, hosts: ['a'] } }),
    );
    const { targetStack } = given(many);
    expect(targetStack).toHaveLength(50);
    expect(targetStack.at(-1)?.target.text).toBe('t68');
  });
});

describe('the operator', () => {
  it('walks through all filters and back to the first', () => {
    const seen: string[] = [];
    let state = empty;
    for (let i = 0; i < 5; i++) {
      state = given([{ type: 'filter', filter: 'next' }], state);
      seen.push(state.filter);
    }
    expect(seen).toEqual(['failed', 'odd', 'running', 'down', 'all']);
  });

  it('toggles the view and begins at its first page', () => {
    const merged = given([
      { type: 'page', page: 3 },
      { type: 'view', view: 'toggle' },
    ]);
    expect(merged).toMatchObject({ view: 'merged', page: 0 });
    const streamed = given([{ type: 'view', view: 'next' }], merged);
    expect(streamed.view).toBe('stream');
    for (const view of ['next', 'toggle'] as const)
      expect(given([{ type: 'view', view }], streamed).view).toBe('panes');
    expect(given([{ type: 'view', view: 'toggle' }], merged).view).toBe('panes');
  });

  it('queues lines and takes them in order', () => {
    const line = (command: string) => ({ command, target: web });
    const queued = given([
      { type: 'queued', line: line('one') },
      { type: 'queued', line: line('two') },
    ]);
    expect(given([{ type: 'queue-taken' }], queued).queue).toEqual([line('two')]);
    expect(given([{ type: 'queue-cleared' }], queued).queue).toEqual([]);
  });

  it('scrolls a pane, and follows again', () => {
    const up = given([{ type: 'scroll', key: 'a', top: 7, seen: 40 }]);
    expect(up.scroll.get('a')).toEqual({ top: 7, seen: 40 });
    expect(given([{ type: 'scroll', key: 'a', top: 'follow', seen: 0 }], up).scroll.size).toBe(0);
  });

  it('leaves the zoom with the cursor where it was', () => {
    const state = given([
      { type: 'zoom', host: 'a' },
      { type: 'zoom', host: undefined },
    ]);
    expect('zoom' in state).toBe(false);
    expect(state.cursor).toBe('a');
  });

  it('answers questions, the oldest first', () => {
    const asked = (ask: number): Message => ({
      type: 'asked',
      question: { ask, host: 'a', question: { kind: 'password', user: 'root' } },
    });
    const state = given([asked(1), asked(2), asked(1), { type: 'answered', ask: 1 }]);
    expect(state.questions.map(({ ask }) => ask)).toEqual([2]);
  });

  it.each<[string, Message]>([
    ['another target', selectDb],
    ['a queued line', { type: 'queued', line: { command: 'x', target: web } }],
    ['another view', { type: 'view', view: 'merged' }],
    ['a filter', { type: 'filter', filter: 'odd' }],
    ['another focus', { type: 'focus', focus: 'grid' }],
    ['another run', { type: 'show-run', number: 1 }],
    ['a run of an earlier day', { type: 'opened-run', run: runOf({ a: {} }, { id: 'old' }) }],
    [
      'a search',
      { type: 'search', search: { text: 'x', typing: true, hits: new Map(), going: false } },
    ],
  ])('is done with a notice after %s', (_, message) => {
    const noticed = given([
      start,
      { type: 'notice', notice: { kind: 'error', text: 'no such host' } },
    ]);
    expect('notice' in update(noticed, message)).toBe(false);
  });

  it('says of several hosts at once what is said of each of them', () => {
    const of = (host: string, text: string): Message => ({ type: 'host-notice', host, text });
    const told = given([of('a', 'restored'), of('b', 'restored'), of('a', 'restored')]);
    expect(told.notice).toEqual({ kind: 'info', text: 'restored', hosts: ['a', 'b'] });
    expect(given([of('a', 'shell killed')], told).notice?.hosts).toEqual(['a']);
    const running = given([of('a', 'still running: pid 7'), of('b', 'still running: pid 12')]);
    expect(running.notice).toMatchObject({ text: 'still running: pid …', hosts: ['a', 'b'] });
    expect(given([of('a', 'still running: pid 7')]).notice?.text).toBe('still running: pid 7');
  });

  it('keeps the reason of a refusal, whatever happens to hosts meanwhile', () => {
    const notice = { kind: 'error', text: 'no such host' } as const;
    const text = 'restored';
    const told = given([
      { type: 'notice', notice },
      { type: 'host-notice', host: 'a', text },
    ]);
    expect(told.notice).toBe(notice);
  });

  it('keeps a notice when more is known of the run that is open, and of the search', () => {
    const open: Message = { type: 'opened-run', run: runOf({ a: {} }, { id: 'old' }) };
    const search = { text: 'x', typing: false, hits: new Map(), going: true };
    const notice = { kind: 'info', text: 'no older run is kept' } as const;
    const noticed = given([open, { type: 'search', search }, { type: 'notice', notice }]);
    const told = given([open, { type: 'search', search: { ...search, going: false } }], noticed);
    expect(told.notice).toBe(notice);
  });
});

describe('a message that changes nothing gives the same state', () => {
  const state = given([
    selectDb,
    selectWeb,
    start,
    { type: 'host-state', host: 'a', state: { kind: 'off' } },
    { type: 'output', run: 'run-1', host: 'a', output },
    { type: 'scroll', key: 'a', top: 1, seen: 2 },
  ]);

  it.each<[string, Message]>([
    ['the same state of a host', { type: 'host-state', host: 'a', state: state.hosts.get('a')! }],
    ['a run that is known', start],
    ['the same output', { type: 'output', run: 'run-1', host: 'a', output: { ...output } }],
    ['the output of an unknown run', { type: 'output', run: 'run-9', host: 'a', output }],
    ['the output of an unknown host', { type: 'output', run: 'run-1', host: 'z', output }],
    ['the same size', { type: 'resize', size: { columns: 80, rows: 24 } }],
    ['the same target', { type: 'target', target: { text: 'web', hosts: ['a', 'b'] } }],
    ['an empty queue', { type: 'queue-cleared' }],
    ['letting go a host of no run', { type: 'let-go', run: 'run-9', host: 'a' }],
    ['the same view', { type: 'view', view: 'panes' }],
    ['the same focus', { type: 'focus', focus: 'prompt' }],
    ['no cursor', { type: 'cursor', host: undefined }],
    ['the same filter', { type: 'filter', filter: 'all' }],
    ['no zoom', { type: 'zoom', host: undefined }],
    ['a page before the first', { type: 'page', page: -1 }],
    ['the same scroll', { type: 'scroll', key: 'a', top: 1, seen: 2 }],
    ['following what follows', { type: 'scroll', key: 'b', top: 'follow', seen: 2 }],
    ['a run that never was', { type: 'show-run', number: 99 }],
    ['no notice', { type: 'notice', notice: undefined }],
    ['no overlay', { type: 'overlay', overlay: undefined }],
    ['an answer to nothing', { type: 'answered', ask: 1 }],
    ['a clock that goes back', { type: 'tick', now: 5 }],
  ])('%s', (_, message) => {
    expect(update(state, message)).toBe(state);
  });
});

describe('the table', () => {
  const view = (to: Extract<Message, { type: 'view' }>['view']): Message => ({
    type: 'view',
    view: to,
  });

  it.each(['panes', 'merged', 'stream'] as const)(
    'goes back to where one came from: %s',
    (from) => {
      const there = given([view(from), view('toggle-table')]);
      expect(there.view).toBe('table');
      expect(given([view('toggle-table')], there).view).toBe(from);
      const elsewhere = given([view('next'), view('toggle-table'), view('toggle-table')], there);
      expect(elsewhere.view).toBe('panes');
    },
  );
});
