import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/domain/outcome.ts';
import { isSafe } from '../../../src/domain/output.ts';
import { due, openRoll, type Roll } from '../../../src/domain/roll.ts';
import { afterEvent, type RollKey } from '../../../src/domain/roll-change.ts';
import type { Size } from '../../../src/store/state.ts';
import { rollPopup } from '../../../src/ui/overlays/roll-rows.ts';
import { textWidth } from '../../../src/ui/text-width.ts';
import { plainTheme } from '../../support/scene.ts';
import { now, ready, screenState } from '../../support/screen-state.ts';

const ok: Outcome = { kind: 'exited', code: 0 };
const lost: Outcome = { kind: 'lost', failure: { kind: 'unreachable', message: 'cut \x1b[2J' } };
const names = (count: number) =>
  Array.from({ length: count }, (_, i) => `web${String(i + 1).padStart(4, '0')}`);

const rollOf = (...sizes: number[]): Roll => {
  const hosts = names(sizes.reduce((a, b) => a + b, 0));
  const batches = sizes.map((size) => hosts.splice(0, size));
  const asked = { command: 'systemctl restart app', check: 'curl -f localhost', target: 'web' };
  return openRoll({ ...asked, pause: { kind: 'ask' }, batches });
};

/** What is due is started, and ends so; hosts beyond the outcomes go on. */
function step(roll: Roll, ...outcomes: Outcome[]): Roll {
  const act = due(roll);
  if (!act) throw new Error('nothing is due');
  const run = `${act.kind} ${act.hosts[0]}`;
  const started = { kind: 'started', what: { run, kind: act.kind }, hosts: act.hosts } as const;
  const hosts = new Map(outcomes.map((outcome, i) => [act.hosts[i] ?? '', outcome]));
  return afterEvent(afterEvent(roll, started), { kind: 'ended', run, hosts, now });
}
const press = (roll: Roll, kind: RollKey) => afterEvent(roll, { kind });

function board(roll: Roll, size: Size = { columns: 80, rows: 24 }, top = 0): readonly string[] {
  return rollPopup({ ...screenState([]), size, roll }, top, plainTheme).rows;
}
const shown = (roll: Roll) => board(roll).join('\n');

describe('the lanes of a roll', () => {
  const canary = step(step(rollOf(1, 2, 4), ok), ok);
  const second = press(canary, 'continue');

  it('tell command, check, and each batch with a cell for each of its hosts', () => {
    expect(board(canary)).toEqual([
      '╭─ roll over 7 hosts ──────────────────────────────────────────────────────────╮',
      '│ command systemctl restart app                                                │',
      '│ check   curl -f localhost                                                    │',
      '│                                                                              │',
      '│ 1  ok         1  ▪     web0001                                               │',
      '│ 2  look first 2  ··    web[0002-0003]                                        │',
      '│ 3  waiting    4  ····  web[0004-0007]                                        │',
      '│                                                                              │',
      '│ batch 1 is well – c starts batch 2 on web[0002-0003]                         │',
      '╰─ c continue, s stop, Esc close ──────────────────────────────────────────────╯',
    ]);
  });

  it.each<[string, Roll, RegExp[]]>([
    [
      'running',
      step(second, ok),
      [/2 {2}running {4}2 {2}✓\S/, /the command runs in batch 2/, /p pause/],
    ],
    ['checking', step(step(second, ok, ok)), [/2 {2}checking {3}2/, /the check runs in batch 2/]],
    ['held', press(step(second, ok), 'pause'), [/then a pause/, /c go on after it/]],
    ['stopping', press(step(second, ok), 'stop'), [/then the roll stops/]],
    ['stopped', press(second, 'stop'), [/2 {2}stopped/, /c goes on where it stood/]],
    [
      'down',
      afterEvent(second, { kind: 'down', hosts: ['web0003'] }),
      [/stopped: web0003 not connected/, /c continue/],
    ],
    [
      'failed',
      step(second, ok, { kind: 'exited', code: 7 }),
      [/✗ web0003 {2}exit 7/, /r repeats the command, then the check, there/, /─ r retry, Esc/],
    ],
    [
      'refused',
      step(step(second, ok, ok), ok, { kind: 'interrupted', code: 124, timeout: true }),
      [/2 {2}▪✗/, /✗ web0003 {2}check time limit/, /r repeats the check there/],
    ],
    [
      'lost',
      step(second, ok, lost),
      [
        /⌁ web0003 {2}lost \(it may have run\): cut \^\[\[2J/,
        /d it is done, a run it/,
        /d done, a again/,
      ],
    ],
    [
      'pausing',
      { ...canary, pauseUntil: now + 12_000 },
      [/batch 2 starts in 12 s on web/, /c now/],
    ],
  ])('tell what is %s and which keys there are', (_, roll, wanted) => {
    for (const each of wanted) expect(shown(roll)).toMatch(each);
  });

  it('tell when the host is back for which it has stopped', () => {
    const roll = afterEvent(second, { kind: 'down', hosts: ['web0002', 'web0003'] });
    const told = (...back: readonly string[]) => {
      const hosts = new Map(back.map((host) => [host, ready] as const));
      const state = { ...screenState([]), hosts, size: { columns: 80, rows: 24 }, roll };
      return rollPopup(state, 0, plainTheme).rows.join('\n');
    };
    expect(told('web0002')).toMatch(/stopped: web0003 not connected – c goes on/);
    expect(told('web0002', 'web0003')).toMatch(/stopped: web\[0002-0003\] is back – c goes on/);
  });

  it('tell that it is through', () => {
    const roll = step(step(rollOf(3), ok, ok, ok), ok, ok, ok);
    expect(shown(roll)).toMatch(/1 {2}ok .* ▪▪▪ /);
    expect(shown(roll)).toMatch(/through: 3 well.*─ Esc close/s);
  });

  it('name the first of many failed hosts and fold the rest', () => {
    const roll = step(rollOf(40, 1), ...Array.from({ length: 40 }, () => lost));
    expect(shown(roll)).toMatch(/⌁ web0005.*… and 35 more: web\[0006-0040\]/s);
  });

  it('keep the batch in hand in sight where there are more than fit', () => {
    let roll = rollOf(...Array.from({ length: 50 }, () => 2));
    for (let at = 0; at < 30; at++) roll = press(step(step(roll, ok, ok), ok, ok), 'continue');
    expect(shown(roll)).toMatch(/30 {2}ok.*31 {2}waiting/s);
    expect(board(roll, undefined, 3).join('\n')).toMatch(/ 4 {2}ok/);
  });

  it.each([
    [80, 24],
    [200, 50],
    [40, 8],
    [40, 12],
  ])('fit into %d by %d, safe to print', (columns, rows) => {
    const many = step(rollOf(1, 250, 749), lost);
    for (const roll of [many, step(rollOf(300, 700), ok), rollOf(...Array(60).fill(1))]) {
      const popup = rollPopup({ ...screenState([]), size: { columns, rows }, roll }, 0, plainTheme);
      expect(popup.rows.length).toBeLessThanOrEqual(rows);
      expect(popup.left + popup.width).toBeLessThanOrEqual(columns);
      for (const row of popup.rows) {
        expect(textWidth(row)).toBe(popup.width);
        expect(isSafe(row)).toBe(true);
      }
    }
  });
});
