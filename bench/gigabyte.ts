import path from 'node:path';
import { pause, report } from './figures.ts';
import type { Fleet } from './fleet.ts';
import { memory, Program, tree } from './program.ts';
import { recorded } from './screen.ts';

/** Bytes. */
const each = 50_000_000;
/** ms */
const patience = 120_000;

/** P13: memory of all our processes at its worst while 20 hosts send 50 MB each to the screen and the record. */
export async function gigabyte(fleet: Fleet, tutti: readonly string[]): Promise<void> {
  const state = path.join(fleet.folder, 'state-gigabyte');
  const program = new Program([...tutti, '--inventory', fleet.inventory, 'h[001-020]'], {
    pty: { cols: 200, rows: 50 },
    env: { ...process.env, XDG_STATE_HOME: state },
  });
  await program.sees('20 up');
  program.send(`head -c ${each} /dev/zero | tr '\\0' x | fold -w 99\r`);
  const from = performance.now();
  let most = 0;
  let bytes = 0;
  while (bytes < 20 * each && performance.now() - from < patience) {
    most = Math.max(most, memory(tree(program.pid)));
    await pause(100);
    bytes = recorded(state);
  }
  const seconds = (performance.now() - from) / 1000;
  program.end();
  if (bytes < 20 * each) console.log(`  LOST: ${20 * each - bytes} bytes, or not in time`);
  report(
    `1 GB from 20 hosts in ${seconds.toFixed(1)} s: memory at its worst`,
    `${most.toFixed(0)} MB`,
    {
      ratio: most / 300,
      at: 1,
      most: true,
    },
  );
}
