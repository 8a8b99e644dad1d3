import { describe, expect, it } from 'vitest';
import { exitStatus, signalStatus } from '../../src/cli/exit-status.ts';
import type { FailureKind } from '../../src/domain/failure.ts';
import type { Outcome } from '../../src/domain/outcome.ts';

const exited = (code: number): Outcome => ({ kind: 'exited', code });
const killed: Outcome = { kind: 'signaled', signal: 'KILL' };
const stopped: Outcome = { kind: 'interrupted', code: 130, timeout: true };
const notStarted = (kind: FailureKind): Outcome => ({
  kind: 'not-started',
  failure: { kind, message: 'x' },
});
const lost: Outcome = { kind: 'lost', failure: { kind: 'unreachable', message: 'x' } };
const unreachable = notStarted('unreachable');
const noLogin = notStarted('auth');
const noTrust = notStarted('host-key');

describe('the exit status', () => {
  it.each<[number, string, Outcome[]]>([
    [0, 'nothing ran', []],
    [0, 'all ok', [exited(0), exited(0)]],
    [1, 'a command failed', [exited(0), exited(3)]],
    [1, 'a command was killed', [exited(0), killed]],
    [1, 'a time limit struck', [exited(0), stopped]],
    [4, 'no host reachable', [unreachable, notStarted('timeout')]],
    [5, 'some unreachable', [exited(0), unreachable]],
    [5, 'one lost', [exited(0), lost]],
    [5, 'all lost: they were reached', [lost, lost]],
    [5, 'unreachable before failed', [exited(1), unreachable]],
    [6, 'a host key refused', [exited(0), noTrust]],
    [7, 'a login failed', [exited(0), noLogin]],
    [6, 'host key before login', [noLogin, noTrust, exited(1)]],
    [7, 'login before all unreachable', [unreachable, noLogin]],
    [7, 'login before some unreachable', [exited(1), unreachable, noLogin]],
  ])('%i: %s', (status, _, outcomes) => {
    expect(exitStatus(outcomes)).toBe(status);
  });

  it.each<[number, string, Outcome[]]>([
    [0, 'all ok', [exited(0)]],
    [42, 'the largest code', [exited(3), exited(42), exited(0)]],
    [137, 'a signal as a shell has it', [exited(3), killed]],
    [130, 'an interrupted code', [stopped, exited(1)]],
    [42, 'a remote code, whatever was not reached', [exited(42), noTrust]],
    [5, 'the table where no remote code tells it', [exited(0), unreachable]],
    [6, 'the table where nothing ran', [noTrust]],
  ])('--exit=max, %i: %s', (status, _, outcomes) => {
    expect(exitStatus(outcomes, 'max')).toBe(status);
  });

  it('of a signal is 128 and its number', () => {
    expect([signalStatus('SIGINT'), signalStatus('TERM'), signalStatus('SIGHUP')]).toEqual([
      130, 143, 129,
    ]);
  });
});
