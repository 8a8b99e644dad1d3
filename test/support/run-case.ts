import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import type { CaseHost, Said } from './case-host.ts';
import type { LocalShell } from './local-shells.ts';
import type { CaseStep, ShellCase } from './shell-cases.ts';

/**
 * Types the lines of a case on a ready host, and expects what its steps say. `home` is where that host's files are.
 * `sleeps` sets this suite's sleeping processes apart from another's that looks for its own at the same time.
 */
export async function runCase(
  host: CaseHost,
  { steps, otherwise }: ShellCase,
  shell: LocalShell['name'],
  home: string,
  sleeps = '36',
): Promise<void> {
  for (const step of otherwise?.in.includes(shell) ? otherwise.steps : steps) {
    const line = step.line.replaceAll(/\b36(\d\d)\b/g, `${sleeps}$1`);
    await runStep(host, { ...step, line }, home);
  }
}

async function runStep(host: CaseHost, step: CaseStep, home: string): Promise<void> {
  await host.until(() => host.remote.state.kind === 'ready');
  let taken = 0;
  const notices = host.notices.length;
  const typed = host.start(step.line, {
    ...(step.timeout !== undefined && { timeout: step.timeout }),
    ...(step.input !== undefined && {
      input: step.input === 'open' ? 'open' : Buffer.from(step.input, 'latin1'),
    }),
    ...(step.bytes !== undefined && {
      take: (bytes: Uint8Array) => {
        taken += bytes.length;
      },
    }),
  });
  if (step.touch !== undefined) {
    await typed.prints(step.touch.after);
    writeFileSync(join(home, step.touch.file), '');
  }
  if (step.interrupt !== undefined) {
    await typed.prints(step.interrupt.after);
    await delay(step.interrupt.later ?? 0);
    for (let n = 0; n < step.interrupt.times; n += 1) typed.line.interrupt();
  }
  const said = await typed.said;
  expectSaid(said, step);
  if (step.bytes !== undefined) expect(taken, step.line).toBe(step.bytes);
  if (step.late !== undefined) {
    const { late } = step;
    if (step.afterwards !== undefined) writeFileSync(join(home, step.afterwards), '');
    await host.until(() => host.late.includes(late));
  }
  if (step.restarts) {
    expect(host.remote.state.kind, `after ${step.line}`).not.toBe('ready');
    await host.until(() => host.notices.length > notices);
  }
}

function expectSaid(said: Said, step: CaseStep): void {
  const about = `${step.line.slice(0, 80)} – said ${shorten(said)}`;
  expectText(said.stdout, step.stdout, about);
  expectText(said.stderr, step.stderr, about);
  if (step.cwd !== undefined) expect(said.cwd, about).toBe(step.cwd);
  const wanted = step.outcome ?? (step.input === undefined ? { kind: 'exited' } : 'any');
  if (wanted === 'any') expect(said.outcome.kind, about).toBe('exited');
  else if (wanted === 'failed') {
    expect(said.outcome.kind, about).toBe('exited');
    expect(said.outcome, about).not.toEqual({ kind: 'exited', code: 0 });
  } else if (wanted === 'stopped') {
    expect(said.outcome.kind, about).toMatch(/^(interrupted|lost)$/);
  } else expect(said.outcome, about).toMatchObject(wanted);
}

function expectText(bytes: Buffer, wanted: string | RegExp | undefined, about: string): void {
  if (wanted === undefined) return;
  const text = bytes.toString('latin1');
  if (typeof wanted === 'string') expect(text, about).toBe(wanted);
  else expect(text, about).toMatch(wanted);
}

const shorten = ({ outcome, stdout, stderr }: Said): string =>
  JSON.stringify([outcome, stdout.toString().slice(0, 300), stderr.toString().slice(0, 300)]);
