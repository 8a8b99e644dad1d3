import { afterEach, describe, expect, test } from 'vitest';
import { UsageError } from '../../src/domain/failure.ts';
import { noOutput } from '../../src/domain/run.ts';
import type { State } from '../../src/store/state.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import type { Actions } from '../../src/ui/actions.ts';
import { type Screen, startScreen } from '../../src/ui/start-screen.tsx';
import { fleetRun } from '../support/fleet.ts';
import { screenState } from '../support/screen-state.ts';
import { type ShellJourney, startJourney } from '../support/shell-journey.ts';

let shell: ShellJourney | undefined;
let screen: Screen | undefined;
afterEach(() => shell?.end());

describe('an operator', () => {
  test('types a line, which goes out with Enter and leaves the prompt empty', async () => {
    const { calls } = await open();
    await shell
      ?.type('uptime')
      .press('enter')
      .sees(/web\(6\) ❯\s*$/m);
    expect(calls).toEqual(['enter uptime']);
  });

  test('types ahead: every Enter in one packet counts', async () => {
    const { calls } = await open();
    await shell?.type('ls\rpwd\rwho').sees('❯ who');
    expect(calls).toEqual(['enter ls', 'enter pwd']);
  });

  test('keeps a line that was refused, with the reason under it', async () => {
    await open({ refuse: 'no group wbe – did you mean web' });
    await shell
      ?.type('@wbe ls')
      .press('enter')
      .sees('❯ @wbe ls', 'no group wbe – did you mean web');
    await shell?.press('backspace').missesSoon('no group wbe');
  });

  test('pastes several lines, which wait for Enter', async () => {
    const { calls } = await open();
    await shell?.paste('cd /tmp\nls\n').sees('2 pasted lines', '│ cd /tmp');
    await shell?.type('pwd').sees('2 pasted lines');
    expect(calls).toEqual([]);
    await shell?.press('enter').missesSoon('2 pasted lines');
    expect(calls).toEqual(['enter cd /tmp', 'enter ls']);
    await shell?.paste('cd /tmp\nls').sees('2 pasted lines');
    await shell?.press('o').missesSoon('2 pasted lines');
    expect(calls.at(-1)).toBe('enter cd /tmp\nls');
  });

  test('goes on in a new line where a quote is open, and sends it as it is from an empty one', async () => {
    const { calls } = await open();
    await shell?.type("echo 'a\r").sees("2 lines, ' is still to come");
    await shell?.type("b'\r").sees(/web\(6\) ❯\s*$/m);
    expect(calls).toEqual(["enter echo 'a\nb'"]);
    await shell?.type('echo "\r').sees('2 lines, " is still to come');
    await shell?.press('enter').sees(/web\(6\) ❯\s*$/m);
    expect(calls).toEqual(["enter echo 'a\nb'", 'enter echo "\n']);
  });

  test('never sends a here-document without its end, typed or pasted', async () => {
    const { calls } = await open();
    await shell?.type('cat >f <<EOF\r').sees('2 lines, EOF is still to come');
    await shell?.type('a\r\r').sees('4 lines, EOF is still to come');
    expect(calls).toEqual([]);
    await shell?.type('EOF\r').sees(/web\(6\) ❯\s*$/m);
    const sent = ['enter cat >f <<EOF\na\n\nEOF'];
    expect(calls).toEqual(sent);
    await shell
      ?.paste('cat >f <<EOF\na\n\nb\nEOF\nls\n')
      .sees('5 pasted lines', 'Enter as 2 commands');
    await shell?.press('enter').missesSoon('pasted');
    expect(calls).toEqual([...sent, 'enter cat >f <<EOF\na\n\nb\nEOF', 'enter ls']);
  });

  test('goes to merged and back, to the grid and back', async () => {
    await open();
    await shell?.press('ctrl-t').sees('web[01-02] (2)', 'merged');
    await shell?.press('esc', 'm').sees('╭ web02 ✓', 'Esc back');
    await shell?.press('esc').sees('Tab complete');
  });

  test('walks the panes, zooms one and comes back', async () => {
    await open();
    await shell?.press('esc', 'down', 'enter').sees('web03 ✗ 1', '❯ uptime');
    await shell?.missesSoon('web01');
    await shell?.press('esc').sees('web01', '┏ web03');
  });

  test('moves the focus from the prompt without leaving it', async () => {
    await open();
    await shell?.press('alt-right').sees('┏ web01');
    await shell?.press('alt-right').sees('┏ web02');
    await shell?.type('ls').sees('❯ ls');
  });

  test('shows only what failed', async () => {
    await open();
    await shell
      ?.press('esc', 'f')
      .sees('only failed')
      .then((it) => it.missesSoon('web01'));
  });

  test('interrupts one host, lets one go, repeats', async () => {
    const { calls } = await open();
    await shell?.press('esc', 'down', 'right').sees('┏ web04');
    await shell?.press('c', 'x', 'r', 'esc').sees('Tab complete');
    expect(calls).toEqual(['interrupt web04', 'let go web04', 'retry']);
  });

  test('marks what is under the cursor, all and the others; t makes the marks the target', async () => {
    const { calls, store } = await open();
    await shell?.press('esc', 'space').sees('◆ web01', /◆ 1 /);
    await shell?.press('right', 'space').sees('◆ web02', /◆ 2 /);
    await shell?.press('i').sees('◆ web03', /◆ 4 /);
    expect([...store.state().marked]).toEqual(['web03', 'web04', 'web05', 'web06']);
    await shell?.press('t', 'u').sees('Esc back');
    expect(calls).toEqual(['select web03,web04,web05,web06', 'target back']);
    await shell?.press('a').sees(/◆ 6 /);
    await shell?.press('a').missesSoon('◆');
  });

  test('makes the filter or the pane the target where nothing is marked', async () => {
    const { calls } = await open();
    await shell?.press('esc', 'right', 'right', 't').sees('┏ web02');
    await shell?.press('f').sees('only failed');
    await shell?.press('t').sees('only failed');
    expect(calls).toEqual(['select web02', 'select web03,web05,web06']);
  });

  test('marks a block; one that is marked in part looks so', async () => {
    const { calls, store } = await open();
    await shell?.press('esc', 'm', 'space').sees(/◆ \S+ \(\d\)/);
    const [first = '', ...others] = store.state().marked;
    expect(others.length).toBeGreaterThan(0);
    store.act({ type: 'marked', hosts: [first] });
    await shell?.sees(/◇ \S+ \(\d\)/);
    store.act({ type: 'marked', hosts: [] });
    await shell?.press('t').sees('Esc back');
    expect(calls).toEqual([`select ${[first, ...others].join()}`]);
  });

  test.each(['r', 'u', 't'])('is told in the grid why %s does nothing', async (key) => {
    await open({ refuse: 'nothing to go back to' });
    await shell?.press('esc').sees('Esc back');
    await shell?.press(key).sees(/^ nothing to go back to/m);
  });

  test('is told why a line that was asked about is refused, and has it in the prompt again', async () => {
    const { store } = await open({ refuse: 'web02 has no variable role' });
    const line = 'vim %{role}';
    store.act({
      type: 'overlay',
      overlay: { kind: 'full-screen', line, command: line, host: 'web01' },
    });
    await shell?.sees('draws a whole screen');
    await shell?.press('a').sees(`❯ ${line}`, 'web02 has no variable role');
    const guard = {
      kind: 'guard',
      line: 'reboot',
      command: 'reboot',
      hosts: store.state().target.hosts,
      guarded: ['web02', 'web03'],
      typed: '6',
    } as const;
    store.act({ type: 'overlay', overlay: guard });
    await shell?.sees('type how many hosts');
    await shell?.press('enter').sees('❯ reboot', 'web02 has no variable role');
  });

  test('is told which hosts are guarded, and why what was typed lets nothing run', async () => {
    const { store, calls } = await open();
    const { hosts } = store.state().target;
    const guarded = ['web02', 'web03'];
    const overlay = { kind: 'guard', line: 'reboot', command: 'reboot', hosts, guarded } as const;
    store.act({ type: 'overlay', overlay: { ...overlay, typed: '', more: 2 } });
    await shell?.sees('reboot  (and 2 others)', 'on 6 hosts: web[01-06]; guarded: web[02-03]');
    for (const [typed, why] of [
      ['x', 'only the number of hosts lets it run'],
      ['5\r', 'it is not 5: nothing has run'],
      ['\r', 'only the number of hosts lets it run'],
      ['\t', 'only the number of hosts lets it run'],
    ] as const) {
      await shell?.type(typed).sees(why, /hosts that are: _/);
      await shell?.press('backspace').missesSoon(why);
    }
    await shell?.type('6\r').missesSoon('guard');
    expect(calls).toEqual(['sure']);
  });

  test.each([
    ['q', 'q does nothing in the grid'],
    ['tab', 'Tab does nothing in the grid'],
    [']', 'run 14 is the newest'],
    ['<', '< sorts the table – T shows it'],
    ['M', 'merged will mask nothing'],
    ['c', 'nothing runs on web01'],
    ['x', 'nothing runs on web01'],
    ['n', 'nothing is searched'],
  ])('is told in the grid that %s does nothing, and what would', async (key, why) => {
    await open();
    await shell?.press('esc').sees('Esc back');
    await shell?.press(key).sees(why);
  });

  test.each([' ', 'a', 'i'])('is told where no host is shown that %j marks none', async (key) => {
    const { store } = await open();
    store.act({ type: 'target', target: { text: '', hosts: [] } });
    await shell?.press('esc').sees('Esc back');
    await shell?.press(key).sees('there is no host to mark here');
  });

  test('is told that there is nothing to complete', async () => {
    await open();
    await shell?.press('tab').sees('Tab completes what is begun');
    await shell?.type('xyzzy').missesSoon('Tab completes what');
    await shell?.press('tab').sees('nothing is known that goes on like this');
  });

  test('sees where the next hit is, whatever was said before', async () => {
    const { store } = await open();
    await shell?.press('esc').type('/df').sees('find ❯ df');
    const { search } = store.state();
    if (!search) throw new Error('nothing is searched');
    const hits = new Map([['web03', { host: 'web03', lines: [1], count: 1, to: 2 }]]);
    store.act({ type: 'search', search: { ...search, hits, going: false } });
    await shell?.press('enter').sees('web03 1 of 1');
    store.act({ type: 'notice', notice: { kind: 'info', text: 'web05: reconnected' } });
    await shell?.sees('web05: reconnected');
    await shell?.press('n').sees('web03 1 of 1');
  });

  test('types a built-in in the grid, in one packet', async () => {
    await open();
    await shell?.press('esc').sees('Esc back');
    await shell?.type(':retry x').sees('❯ :retry x');
  });

  test('takes output out: to the clipboard, to files, to the pager', async () => {
    const { calls } = await open();
    await shell?.press('esc', 'right', 'right').sees('┏ web02');
    await shell?.type('ywoO').press('esc').sees('Tab complete');
    expect(calls).toEqual(['copy web02', 'write', 'page web02', 'page-raw web02']);
  });

  test('looks at an older run and comes back to the newest', async () => {
    await open();
    await shell?.press('esc', '[').sees('run 13 of 14');
    await shell?.press(']').sees(/run 14 +panes/);
  });

  test('reads the keys and closes them', async () => {
    await open();
    await shell?.press('esc', '?').sees('in the grid', 'Esc closes');
    await shell?.press('pagedown', 'pagedown').sees('Ctrl-Z');
    await shell?.press('q').missesSoon('in the grid');
  });

  test('is asked before leaving while a run goes on', async () => {
    const { calls } = await open();
    await shell?.press('ctrl-d').sees('run 14 is still going');
    await shell?.press('n').missesSoon('still going');
    await shell
      ?.press('ctrl-d')
      .sees('still going')
      .then((it) => it.press('y').missesSoon('still going'));
    expect(calls).toEqual(['quit']);
  });

  test('answers a question without anybody reading it', async () => {
    const { calls, store } = await open();
    store.act({
      type: 'asked',
      question: { ask: 3, host: 'web01', question: { kind: 'password', user: 'deploy' } },
    });
    await shell?.sees('password of deploy').then((it) => it.type('hunter2').sees('•••••••'));
    await shell?.press('enter').missesSoon('password of deploy');
    expect(calls).toEqual(['answer 3 hunter2']);
    expect(shell?.terminal.written).not.toContain('hunter2');
  });

  test('types a line on to its end when a question comes up meanwhile', async () => {
    let now = 0;
    const { calls, store } = await open({ clock: () => now });
    await shell?.type('echo he').sees('❯ echo he');
    shell?.type('l');
    store.act({
      type: 'asked',
      question: { ask: 3, host: 'web01', question: { kind: 'password', user: 'deploy' } },
    });
    await shell?.type('lo\r').sees(/web\(6\) ❯\s*$/m);
    expect(calls).toEqual(['enter echo hello']);
    now = 1000;
    await shell?.type('x\r').missesSoon('password of deploy');
    expect(calls.at(-1)).toBe('answer 3 x');
  });

  test('searches the history', async () => {
    await open({ history: ['systemctl restart nginx', 'uptime'] });
    await shell?.press('ctrl-r').type('rest').sees('search rest ❯ systemctl restart nginx');
    await shell?.press('enter').sees('web(6) ❯ systemctl restart nginx');
  });
});

describe('the terminal', () => {
  test('keeps the typed text over a resize', async () => {
    await open();
    await shell?.type('echo hi').sees('❯ echo hi');
    await shell?.resize(40, 10).sees('❯ echo hi', '✗ web03');
    await shell?.resize(20, 5).sees('too small');
    await shell?.resize(120, 40).sees('❯ echo hi', '╭ web03 ✗ 1');
  });

  test('keeps a pane scrolled back over a resize', async () => {
    await open();
    await shell?.press('esc', 'pgup').sees('❯ uptime', 'scrolled');
    await shell?.resize(72, 24).sees('❯ uptime', 'scrolled');
    await shell?.press('G').missesSoon('scrolled');
  });

  test('shows the cursor where one types', async () => {
    await open();
    await shell?.type('ls').sees('❯ ls');
    expect(shell?.terminal.cursor()).toEqual({ x: 12, y: 22 });
  });

  test('is given back as it was', async () => {
    await open();
    await shell?.sees('web01');
    const terminal = shell?.terminal;
    await shell?.end();
    expect(terminal?.stdin.raw).toBe(false);
    for (const mode of ['?1049', '?7', '?2004', '?25'])
      expect(lastOf(terminal?.written ?? '', mode)).toBe(restored[mode]);
  });

  test('is given away by Ctrl-Z and drawn whole afterwards', async () => {
    let outside = '';
    await open({
      stopProcess: async () => {
        outside = shell?.terminal.written.slice(-200) ?? '';
      },
    });
    await shell?.type('ls').sees('❯ ls');
    await shell?.press('ctrl-z').type(' -l').sees('❯ ls -l', '╭ web01');
    expect(lastOf(outside, '?1049')).toBe('l');
  });

  test('is drawn again, or given away, once where the key has come several times at once', async () => {
    let stops = 0;
    await open({
      stopProcess: async () => {
        stops += 1;
      },
    });
    await shell?.type('ls\x0c\x0c\x0c').type(' -l').sees('❯ ls -l', '╭ web01');
    await shell?.type('\x1a\x1a').type('a').sees('❯ ls -la', '╭ web01');
    expect(stops).toBe(1);
  });

  test('is given to one after the other', async () => {
    await open();
    const order: string[] = [];
    const give = (name: string) =>
      screen?.suspend(async () => {
        order.push(name);
        await Promise.resolve();
        order.push(`${name} ends`);
      });
    await Promise.all([give('first'), give('second')]);
    expect(order).toEqual(['first', 'first ends', 'second', 'second ends']);
    await shell?.type('ls').sees('❯ ls', '╭ web01');
  });

  test('has its colours: what failed is red', async () => {
    await open();
    await shell?.sees('web03 ✗ 1');
    const terminal = shell?.terminal;
    const y = terminal?.rows().findIndex((row) => row.includes('web03 ✗')) ?? 0;
    const x = terminal?.row(y).indexOf('web03') ?? 0;
    expect(terminal?.cell(x, y)?.getFgColor()).toBe(1);
  });
});

interface Opened {
  readonly store: Store;
  readonly calls: string[];
}

async function open(
  given: {
    state?: Partial<State>;
    history?: readonly string[];
    refuse?: string;
    stopProcess?: () => Promise<void>;
    clock?: () => number;
  } = {},
): Promise<Opened> {
  const { told, hosts } = fleetRun(6);
  const names = told[0]?.run.hosts ?? [];
  const store = createStore(screenState(names, { hosts, ...given.state }));
  for (const { run, linesOf } of told) {
    store.act({ type: 'run-started', run });
    for (const host of run.hosts) {
      const output = run.hostRuns.get(host)?.output ?? noOutput;
      const lines = Array.from({ length: output.lines }, (_, i) => linesOf(run.id, host)?.line(i));
      store.lines.takeDigest(run.id, host, {
        output,
        from: 0,
        lines: lines.filter((line) => line !== undefined),
      });
    }
  }
  const calls: string[] = [];
  const actions = recording(calls, store, given.refuse);
  shell = await startJourney(async ({ stdin, stdout }) => {
    const started = startScreen({
      notificationWay: 'bell',
      store,
      actions,
      groups: () => [],
      complete: () => undefined,
      history: () => given.history ?? [],
      ...(given.clock && { clock: given.clock }),
      stdin,
      stdout,
      colours: true,
      stopProcess: given.stopProcess ?? (async () => undefined),
    });
    screen = started;
    return async () => {
      await started.stop();
      store.close();
    };
  });
  await shell.sees('web(6) ❯');
  return { store, calls };
}

/** What the rest of the program is asked for, in order. */
function recording(calls: string[], store: Store, refuse: string | undefined): Actions {
  return {
    roll: (key) => calls.push(`roll ${key}`),
    enter(line) {
      if (refuse !== undefined) throw new UsageError(refuse);
      calls.push(`enter ${line}`);
    },
    interrupt(hosts) {
      calls.push(`interrupt ${hosts?.join() ?? 'all'}`);
      return hosts?.includes('web04') ?? true;
    },
    read: () => undefined,
    sendInput: (typed: string) => calls.push(`input ${typed}`),
    endInput: () => calls.push('input ends'),
    letGo: (host) => calls.push(`let go ${host}`),
    openTerminal: (host, command) => calls.push(`terminal ${host} ${command ?? ''}`.trim()),
    typeInTerminal: (bytes) => calls.push(`to the terminal ${JSON.stringify(bytes.toString())}`),
    fitTerminal: ({ columns, rows }) => calls.push(`fit ${columns}x${rows}`),
    sure() {
      if (refuse !== undefined) throw new UsageError(refuse);
      calls.push('sure');
    },
    enterAnyway(line) {
      if (refuse !== undefined) throw new UsageError(refuse);
      calls.push(`enter anyway ${line}`);
    },
    takeOutput: (taking, hosts) => calls.push(`${taking} ${hosts.join()}`.trim()),
    retry() {
      if (refuse !== undefined) throw new UsageError(refuse);
      calls.push('retry');
    },
    select(hosts) {
      if (refuse !== undefined) throw new UsageError(refuse);
      calls.push(`select ${hosts.join()}`);
    },
    targetBack() {
      if (refuse !== undefined) throw new UsageError(refuse);
      calls.push('target back');
    },
    openRun: ({ number }) => calls.push(`open run ${number}`),
    walkEarlier: (by) => calls.push(`walk earlier ${by}`),
    trust: (entries) => calls.push(`trust ${entries.map(({ unknown }) => unknown.name).join()}`),
    saveKeys: (entries) => calls.push(`save ${entries.length}`),
    reconnect: () => undefined,
    answer(ask, answers) {
      calls.push(`answer ${ask} ${answers?.join() ?? 'declined'}`);
      store.act({ type: 'answered', ask });
    },
    quit: () => calls.push('quit'),
  };
}

/** `h` or `l`: how a terminal mode was set last. */
const lastOf = (written: string, mode: string) => written.split(`\x1b[${mode}`).at(-1)?.[0];
const restored: Readonly<Record<string, string>> = {
  '?1049': 'l',
  '?7': 'h',
  '?2004': 'l',
  '?25': 'h',
};
