import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openShell, type Program } from '../support/program.ts';
import { seededRandom } from '../support/random.ts';

/** `TUTTI_SEEDS=100 npm run test:faults` tries so many; TUTTI_FIRST_SEED begins elsewhere. */
const seeds = Number(process.env.TUTTI_SEEDS ?? 2);
const firstSeed = Number(process.env.TUTTI_FIRST_SEED ?? 1);
const steps = 150;

const lines = [
  'hostname',
  'cat app.conf',
  './check',
  'df -h',
  'seq 1 3000',
  'for i in 1 2 3 4 5 6 7 8 9; do echo "line $i of $(hostname)"; sleep 0.1; done',
  'sleep 0.7; false',
  'printf "\\033[31mred\\033[0m 漢字 👩‍👩‍👧 \\t end\\n"; echo oops >&2',
  'yes | head -c 300000',
  'cd /tmp; pwd',
  'read x; echo got $x',
  '@web01 uptime',
  '@web*',
  '@all',
  '@failed echo again',
  '@-',
  ':runs',
  ':hosts',
  ':groups',
  ':help',
  ':chart',
  ':watch 1s date +%S',
  ':watch off',
  ':only line',
  ':only',
  ':hide /[13]/',
  ':hide',
  ':light of',
  ':mouse on',
  ':mouse off',
  ':timeout 1 sleep 3',
  ':stdin cat',
  ':pty echo tty',
  ':preview echo %{host}',
  ':roll 1,rest check=true pause=no echo rolled',
  ':roll 1,rest check=false echo rolled',
  ':roll',
  ':retry',
  ':reconnect',
  ':reload',
  ':shell web01',
  ':trust',
  ':put inventory.yaml /tmp/x',
  ':nonsense',
  "echo 'open",
];
/** Not those that leave, suspend, or hand the terminal to another program. */
const keys = [
  ...'\x1b[A|\x1b[B|\x1b[C|\x1b[D|\x1b[5~|\x1b[6~|\x1b[H|\x1b[F|\r|\t|\x1b|\x1b|\x7f'.split('|'),
  ...['\x14', '\x06', '\x12', '\x15', '\x03', '\x0c', '\x01', '\x05', '\x17', '\x1d'],
  ...'mvMTd-frcx[]gGznN/ ait u<>S?hjklqy0123'.split(''),
];
const rubbish = [
  '\x1b[200~one\ntwo\nthree\x1b[201~',
  '\x1b[<0;10;5M\x1b[<0;10;5m',
  '漢\u0000',
  '\x1b[99;5u',
];
const sizes = [
  [80, 24],
  [200, 50],
  [40, 10],
  [20, 5],
  [120, 30],
] as const;

describe('keys at random', { timeout: 180_000 }, () => {
  it.each(Array.from({ length: seeds }, (_, i) => [firstSeed + i]))(
    'end no shell, and it still leaves as it should: seed %i',
    async (seed) => {
      const { below } = seededRandom(seed);
      const shell = await openShell({ demo: 6, env: { PAGER: 'true' } });
      await shell.sees('6 up');
      const done: string[] = [];
      for (let step = 0; step < steps; step++) {
        const what = action(below);
        done.push(typeof what === 'string' ? JSON.stringify(what) : what.join('x'));
        if (typeof what === 'string') shell.type(what);
        else shell.resize(...what);
        await pause(below(10) === 0 ? 300 : 20);
        if (shell.ended) break;
      }
      const crash = path.join(shell.sandbox.state, 'tutti', 'crash.log');
      const said = existsSync(crash) ? readFileSync(crash, 'utf8') : '';
      expect(said, done.slice(-12).join(' ')).toBe('');
      shell.resize(120, 30);
      await toPrompt(shell);
      shell
        .type('\x05\x15')
        .enter(':only')
        .enter(':hide')
        .enter('@all')
        .enter(`echo "still $((${seed} + 1000))"`);
      await shell.seesRun(`echo "still $((${seed} + 1000))"`, '✓ 6');
      shell.press('ctrl-d').type('y');
      expect(await shell.left()).toBe(0);
    },
  );
});

function action(below: (limit: number) => number): string | readonly [number, number] {
  const one = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const kind = below(20);
  if (kind === 0) return one(sizes);
  if (kind === 1) return one(rubbish);
  if (kind < 7) return `\x15${one(lines)}\r`;
  return one(keys);
}

/** Whatever is open is closed, whatever runs is interrupted. */
async function toPrompt(shell: Program): Promise<void> {
  for (let i = 0; i < 60; i++) {
    if (shell.screen.includes('Tab complete') && !/[⠁-⣿] \d/.test(shell.screen)) return;
    shell.type('\x1d');
    await pause(50);
    shell.type('\x1b');
    await pause(100);
    if (i % 5 === 4) shell.type('\x03');
    await pause(50);
  }
  throw new Error(`no way back to the prompt:\n${shell.screen}`);
}
