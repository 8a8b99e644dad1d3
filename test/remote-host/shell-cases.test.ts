import { afterEach, describe, expect, test } from 'vitest';
import { CaseHost } from '../support/case-host.ts';
import { LocalTransport } from '../support/local-connection.ts';
import { findProgram, localShells, missingShells, Scratch } from '../support/local-shells.ts';
import { runCase } from '../support/run-case.ts';
import { shellCases } from '../support/shell-cases.ts';

if (missingShells.length > 0) process.stderr.write(`not installed: ${missingShells.join(', ')}\n`);

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

describe.each(localShells)('$name over a local connection', ({ name, choice, program }) => {
  const cases = shellCases.map((row) => ({
    ...row,
    skip: row.needs?.some((needed) => findProgram(needed) === undefined) ?? false,
  }));
  for (const row of cases) {
    test.skipIf(row.skip)(`${row.id} ${row.title}`, async () => {
      const scratch = new Scratch();
      cleanUps.push(() => scratch.remove());
      if (choice === 'sh') scratch.provide(program, 'sh');
      const transport = new LocalTransport({ env: scratch.env(), cwd: scratch.home });
      cleanUps.push(() => transport.cleanUp());
      const host = new CaseHost(transport, { shell: choice });
      cleanUps.push(() => host.remote.close());
      await host.ready();
      await runCase(host, row, name, scratch.home);
      await host.remote.close();
      expect(host.states.filter(({ kind }) => kind === 'retrying')).toEqual([]);
    });
  }
});
