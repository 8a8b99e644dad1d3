import { describe, expect, it } from 'vitest';
import { runProgram } from '../../src/inventory/run-program.ts';
import { processesWith } from '../support/local-shells.ts';
import { until } from '../support/processes.ts';

const sh = (line: string, timeout = 10_000) => runProgram('/bin/sh', ['-c', line], { timeout });

describe('a program that lists hosts', () => {
  it('is heard to its end, with nothing on its standard input', async () => {
    expect(await sh('cat; echo web01; echo noise >&2')).toEqual({
      kind: 'printed',
      text: 'web01\n',
    });
  });

  it('that is not there is told', async () => {
    expect(await runProgram('/nowhere/program', [])).toEqual({ kind: 'missing' });
  });

  it('that fails says why', async () => {
    expect(await sh('echo one >&2; echo two >&2; exit 4')).toEqual({
      kind: 'failed',
      why: 'it ended with exit code 4: two',
    });
  });

  it('that does not end is ended with all that it has started', async () => {
    const nap = `${3600 + (process.pid % 1000)}.5`;
    expect(await sh(`sleep ${nap} & echo started >&2; sleep ${nap}; true`, 300)).toEqual({
      kind: 'failed',
      why: 'it did not end within 0.3 s: started',
    });
    await until('the end of sleep', () => processesWith(`sleep ${nap}`).length === 0);
  });

  it('leaves nobody waiting whose output somebody keeps open', async () => {
    const nap = `${4600 + (process.pid % 1000)}.5`;
    expect(await sh(`sleep ${nap} & echo web01`, 300)).toMatchObject({ kind: 'failed' });
    await until('the end of sleep', () => processesWith(`sleep ${nap}`).length === 0);
  });

  it('can ask nobody: it has no terminal', async () => {
    expect(await sh('cat </dev/tty')).toMatchObject({ kind: 'failed' });
  });
});
