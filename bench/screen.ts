import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { ms, pause, percentile, report } from './figures.ts';
import type { Fleet } from './fleet.ts';
import { cpu, Program, tree } from './program.ts';

const lineLength = 65; // bytes, frame headers not counted

/** Bytes in the records below a state directory. */
export function recorded(state: string): number {
  const files = readdirSync(state, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.rec'))
    .reduce((sum, file) => sum + statSync(path.join(state, file)).size, 0);
}

/** What is looked at: so many hosts on a terminal of that size, which send so many lines a second in all. */
interface Look {
  readonly hosts: number;
  readonly cols: number;
  readonly rows: number;
  readonly lines: number;
  readonly view: 'panes' | 'stream';
}

/** P8: from a key to its echo while the hosts send lines. */
export async function latency(
  fleet: Fleet,
  tutti: readonly string[],
  { hosts, cols, rows, lines, view }: Look,
  goal: { p50: number; p99: number },
): Promise<void> {
  const target = `h[001-${String(hosts).padStart(3, '0')}]`;
  const state = path.join(fleet.folder, `state-${hosts}-${view}`);
  const program = new Program([...tutti, '--inventory', fleet.inventory, target], {
    pty: { cols, rows },
    env: { ...process.env, XDG_STATE_HOME: state },
  });
  await program.sees(`${hosts} up`);
  const perTick = Math.round(lines / hosts / 20);
  const flood = `python3 -u -c 'import time,sys
t=time.time();i=0
while time.time()<t+60:
    sys.stdout.write("".join("line %d of a flood that fills the panes from edge to edge\\n"%(i+k) for k in range(${perTick})));sys.stdout.flush();i+=${perTick};time.sleep(max(0,t+i/${perTick}*0.05-time.time()))'`;
  program.send(`\x1b[200~${flood}\x1b[201~`);
  await pause(300);
  program.send('o'); // as one command
  await pause(1000);
  if (view === 'stream') {
    for (const keys of ['\x1b', 'vv', '\x1b']) {
      program.send(keys);
      await pause(300);
    }
  }
  await pause(3000);
  const times: number[] = [];
  const before = { cpu: cpu([program.pid]), at: performance.now(), recorded: recorded(state) };
  for (let i = 0; i < 100; i++) {
    await pause(60 + (i % 7) * 5);
    program.send('QZXJ'.charAt(i % 4));
    times.push(await program.sees('QZXJ'.charAt(i % 4), 1, 5000));
  }
  const share = (cpu([program.pid]) - before.cpu) / ((performance.now() - before.at) / 1000);
  const rate =
    (recorded(state) - before.recorded) / lineLength / ((performance.now() - before.at) / 1000);
  program.send('\x15\x03');
  await pause(500);
  program.end();
  const p50 = percentile(times, 0.5);
  const p99 = percentile(times, 0.99);
  const what = `${hosts} hosts, ${view}, ${cols}x${rows}, ${lines} lines/s`;
  report(`key to screen, ${what}: p50`, ms(p50), { ratio: p50 / goal.p50, at: 1, most: true });
  report(`key to screen, ${what}: p99`, ms(p99), { ratio: p99 / goal.p99, at: 1, most: true });
  report('  lines/s that were really recorded meanwhile', rate.toFixed(0));
  report(`  CPU of the screen's process meanwhile`, `${(share * 100).toFixed(0)} %`);
}

/** P9: what the screen costs when nothing happens. */
export async function idle(fleet: Fleet, tutti: readonly string[]): Promise<void> {
  const program = new Program([...tutti, '--inventory', fleet.inventory, '@all'], {
    pty: { cols: 200, rows: 50 },
  });
  await program.sees(`${fleet.hosts.length} up`);
  await pause(3000);
  const pids = tree(program.pid);
  const before = [cpu([program.pid]), cpu(pids)];
  await pause(10_000);
  const share = (cpu([program.pid]) - (before[0] ?? 0)) / 10;
  const all = (cpu(pids) - (before[1] ?? 0)) / 10;
  program.end();
  report('CPU of the screen when nothing happens', `${(share * 100).toFixed(1)} %`, {
    ratio: share * 100,
    at: 1,
    most: true,
  });
  report('  workers included', `${(all * 100).toFixed(1)} %`);
}
