import {
  appendFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { until } from '../support/processes.ts';
import { openShell, type Program } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';

const stateOf = (sandbox: Sandbox) => path.join(sandbox.state, 'tutti', 'runs');

/** The journals that are there, the oldest first. */
const journals = (sandbox: Sandbox): string[] =>
  readdirSync(stateOf(sandbox), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('run.jsonl'))
    .sort()
    .map((name) => path.join(stateOf(sandbox), name));

/** A tutti that ran these lines and was left. */
async function ranBefore(sandbox: Sandbox, lines: readonly string[]): Promise<void> {
  const shell = await openShell({ demo: 6, sandbox });
  await shell.sees('6 up');
  for (const [index, line] of lines.entries()) {
    shell.enter(line);
    await shell.sees(`run ${index + 1} `);
    await until('its end', () =>
      (journals(sandbox).length > index
        ? readFileSync(journals(sandbox)[index] ?? '', 'utf8')
        : ''
      ).includes('"type":"end"'),
    );
  }
  expect(await shell.leave()).toBe(0);
}

async function today(sandbox: Sandbox, rows = 24): Promise<Program> {
  const shell = await openShell({ demo: 6, sandbox, columns: 110, rows });
  await shell.sees('6 up');
  return shell;
}

const day = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d`;

describe('runs of earlier days', () => {
  it('are listed, found by words, and looked at in panes and merged as they were', async () => {
    const sandbox = new Sandbox();
    await ranBefore(sandbox, ['cat app.conf', './check', 'seq 3000']);
    const shell = await today(sandbox);
    shell.enter('hostname');
    await shell.seesRun('hostname', '✓ 6');
    shell.enter(':runs');
    await shell.sees('4 runs');
    await shell.sees(/❯?.*this session +1 {2}@all hostname/);
    await shell.sees(new RegExp(`${day} +2 {2}@all \\./check +✗ 1 ✓ 5`));
    shell.type('check fail');
    await shell.sees('1 of 4 runs');
    await shell.misses('app.conf');
    shell.press('enter');
    await shell.sees(new RegExp(`${day} run 2 +panes`));
    await shell.seesRun('./check', '✗ 1 db02');
    await shell.sees('ok: 3 of 4 checks');
    await shell.sees('disk: /var is 97% full');
    await shell.misses('hostname');
    shell.press('ctrl-t');
    await shell.sees('merged');
    await shell.sees(/db01,web\[01-04\]/);
    await shell.sees('ok: 4 of 4 checks');
    shell.press('ctrl-t');
    shell.press('esc');
    await shell.sees('Esc back');
    shell.type('r');
    await shell.sees('of an earlier day');
    shell.type(']');
    await shell.seesRun('seq 3000', '✓ 6');
    await shell.sees('3000');
    shell.type('g');
    await shell.sees(/┃ 1 /);
    shell.type('z');
    shell.type('g');
    await shell.sees(/^. 17 /m);
    shell.press('esc');
    await shell.sees('web02');
    shell.type(']');
    await shell.seesRun('hostname', '✓ 6');
    await shell.sees(/run 1 +panes/);
    shell.type('[[[');
    await shell.seesRun('cat app.conf', '✓ 6');
    shell.type('[');
    await shell.sees('no older run is kept');
    shell.type('@');
    await shell.sees('❯ @');
    shell.press('ctrl-u');
    shell.enter('uptime');
    await shell.seesRun('uptime', '✓ 6');
    await shell.sees(/run 2 +panes/);
    expect(await shell.leave()).toBe(0);
  });

  it('that goes on in another tutti is told as a snapshot', async () => {
    const sandbox = new Sandbox();
    const other = await openShell({ demo: 2, sandbox });
    await other.sees('2 up');
    other.enter('echo said; sleep 1000');
    await other.sees(/^│ ?said/m);
    const shell = await today(sandbox);
    shell.enter(':runs said');
    await shell.sees(/echo said; sleep 1000/);
    shell.press('enter');
    await shell.sees('run 1 goes on in another tutti: this is how it stands now');
    await shell.sees(/run 1 as of \d\d:\d\d/);
    await shell.sees(/^│ ?said/m);
    shell.press('ctrl-d');
    expect(await shell.exited()).toBe(0);
    other.press('ctrl-c');
    await other.seesRun('echo said; sleep 1000', '✗ 2');
    expect(await other.leave()).toBe(0);
  });

  it('that a crash cut short are there, and so are those with damaged files', async () => {
    const sandbox = new Sandbox();
    await ranBefore(sandbox, ['echo first', 'echo second', 'echo third']);
    const [first = '', second = '', third = ''] = journals(sandbox);
    const lines = readFileSync(first, 'utf8').split('\n');
    writeFileSync(first, `${lines.slice(0, 4).join('\n')}\n{"v":1,"ty`);
    writeFileSync(second, 'not ours at all\n');
    const folder = path.dirname(third);
    for (const name of readdirSync(folder).filter((name) => name.endsWith('.rec'))) {
      appendFileSync(path.join(folder, name), '\xff\xff\xff\xff garbage at the end');
    }
    const shell = await today(sandbox);
    shell.press('esc');
    await shell.sees('Esc back');
    shell.type('[');
    await shell.seesRun('echo third', '✓ 6');
    await shell.sees(/│ third/);
    shell.type('[');
    await shell.seesRun('echo first', '⌁ 3 lost');
    await shell.sees(/│ first/);
    await shell.sees('tutti ended before it did');
    rmSync(path.dirname(third), { recursive: true });
    shell.type(']');
    await shell.sees('run 3 cannot be read: it is not there any more');
    expect(shell.screen).toContain('echo first');
    shell.type(':');
    await shell.sees('❯ :');
    shell.enter('quit');
    expect(await shell.left()).toBe(0);
  });
});

describe(':export', () => {
  it('writes the run that is looked at, of today or of an earlier day, and never over a file', async () => {
    const sandbox = new Sandbox();
    await ranBefore(sandbox, ["printf 'a\\377'; ./check"]);
    const shell = await today(sandbox);
    shell.enter(':export csv early.csv');
    await shell.sees('nothing has run yet');
    shell.press('ctrl-u');
    shell.enter('hostname');
    await shell.seesRun('hostname', '✓ 6');
    shell.enter(':export txt now.txt');
    await shell.sees('run 1 is in');
    const text = readFileSync(path.join(sandbox.folder, 'now.txt'), 'utf8');
    expect(text).toContain('$ hostname\n6 hosts: 6 ok');
    expect(text).toContain('\n== web02: exit 0');
    expect(text).toContain('\n  web02\n');
    shell.enter(':runs check');
    await shell.sees('1 of 2 runs');
    shell.press('enter');
    await shell.sees('ok: 3 of 4 checks');
    shell.enter(':export json now.txt');
    await shell.sees('is there already');
    shell.enter(':export json old.json');
    await shell.sees(/old\.json \(/);
    const file = path.join(sandbox.folder, 'old.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const [run] = JSON.parse(readFileSync(file, 'utf8')).runs;
    expect(run.failed).toEqual(['db02']);
    const last = run.outcomes.at(-1);
    expect(Buffer.from(last.stdout.base64, 'base64').toString('latin1')).toBe(
      'a\xffok: 3 of 4 checks\n',
    );
    expect(last.stderr).toEqual({ text: 'disk: /var is 97% full\n' });
    for (const format of ['html', 'csv']) {
      shell.enter(`:export ${format}`);
      await shell.sees(
        new RegExp(`tutti-${day.replace(' ', '-').replace(':', '')}-run1\\.${format}`),
      );
    }
    expect(await shell.leave()).toBe(0);
  });
});
