import { describe, expect, it } from 'vitest';
import { runStrip } from '../../src/ui/run-strip.ts';
import { views } from '../../src/ui/views/index.ts';
import { sceneOf } from '../support/scene.ts';
import { exited, now, type Told, tell } from '../support/screen-state.ts';

const ok = { outcome: exited(0), ms: 40 };
const size = { columns: 100, rows: 24 };

function strip(told: Told, width = 100): string {
  const scene = sceneOf([told]);
  return runStrip(scene, views.panes.plan(scene, size), width);
}

describe('the run strip', () => {
  it('names the few hosts that a long run waits for, with what they said last', () => {
    const answers = {
      web01: ok,
      web02: ok,
      web03: { lines: ['fetching', 'compiling 7/12'] },
      web04: ok,
    };
    const told = tell(1, 'make', answers, now - 38_000);
    expect(strip(told)).toMatch(
      /^ make {2}\S waiting for web03 \(38s, compiling 7\/12\) {2}✓ 3 .* 3\/4 {2}38s/,
    );
    expect(strip(told, 60)).toMatch(/waiting for web03 \(38s.*… {2}✓ 3/);
    expect(strip(tell(1, 'make', answers, now - 3000))).toMatch(/^ make {2}\S 1 web03 {2}✓ 3/);
  });

  it('counts the hosts that have ended while a long run goes on, and not afterwards', () => {
    const some = { web01: ok, web02: {}, web03: {}, web04: {} };
    expect(strip(tell(1, 'make', some, now - 61_000))).toMatch(
      /\S 3 web\[02-04\] {2}✓ 1 .* 1\/4 {2}1m01s/,
    );
    expect(strip(tell(1, 'make', { web01: ok, web02: ok }, now - 61_000))).not.toContain('2/2');
  });

  it('names failures before what it waits for', () => {
    const answers = { web01: { outcome: exited(1) }, web02: ok, web03: ok, web04: {} };
    expect(strip(tell(1, 'make', answers, now - 9000))).toMatch(
      /✗ 1 web01 {2}\S waiting for web04 \(9.0s\)/,
    );
  });
});
