import { describe, expect, it } from 'vitest';
import type { FleetOptions } from '../../src/demo/demo-fleet.ts';
import { embeddedFleet } from '../support/embedded-fleet.ts';
import { inventoryOf } from '../support/inventory-file.ts';
import { until } from '../support/processes.ts';
import { Program } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';

const password = 'correct horse';

/** `tutti run` on a terminal, where it can ask. */
async function running(options: FleetOptions) {
  const fleet = await embeddedFleet(options);
  const sandbox = new Sandbox();
  const settings = { identity_file: undefined, password: { prompt: 'once' } };
  const file = inventoryOf(fleet, sandbox, settings);
  const args = ['run', '@all', '--inventory', file, '--', 'echo in'];
  return { fleet, program: new Program({ args, sandbox, columns: 120 }) };
}

describe('a run without a screen asks on its terminal', () => {
  it('for a password once, again when it was mistyped, and shows nothing of it', async () => {
    const access = { password, ways: [['password' as const]] };
    const { fleet, program } = await running({ count: 3, access });
    await program.sees('password for demo@');
    program.enter('wrong');
    await program.sees('refused – password for demo@');
    program.enter(password);
    expect(await program.left()).toBe(0);
    expect(program.screen.match(/: in$/gm)).toHaveLength(3);
    expect(program.said).not.toMatch(/wrong|correct/);
    expect([...fleet.servers.values()].reduce((sum, host) => sum + host.refusals, 0)).toBe(1);
  });

  it('for a code, with what the server says of it', async () => {
    const instructions = 'Second factor\nby phone';
    const rounds = [[{ instructions, prompt: 'Code: ', echo: true, answer: '42' }]];
    const access = { rounds, ways: [['keyboard-interactive' as const]] };
    const { program } = await running({ count: 1, access });
    await program.sees('web01: Code:');
    expect(program.screen).toContain('web01: Second factor\nweb01: by phone\nweb01: Code:');
    program.enter('42');
    expect(await program.left()).toBe(0);
    expect(program.screen).toContain('web01: Code: 42');
  });

  it('until Ctrl-C, which gives none', async () => {
    const access = { password, ways: [['password' as const]] };
    const { program } = await running({ count: 2, access });
    await program.sees('password for demo@');
    program.press('ctrl-c');
    expect(await program.left()).toBe(7);
    expect(program.screen).toContain('no password was given');
  });

  it('no longer than somebody waits for it', async () => {
    const rounds = [[{ prompt: 'Code: ', echo: true, answer: '42' }]];
    const access = { rounds, ways: [['keyboard-interactive' as const]] };
    const { fleet, program } = await running({ count: 2, access });
    await program.sees(/web0\d: Code:/);
    const [first, second] = program.screen.includes('web01')
      ? ['web01', 'web02']
      : ['web02', 'web01'];
    await until('both to be asked', () => fleet.servers.get(second)?.connections === 1);
    fleet.servers.get(first)?.stop();
    await program.sees(`${second}: Code:`);
    program.enter('42');
    await program.sees(`${second}: in`);
    program.press('ctrl-c').press('ctrl-c');
    await program.left();
  });
});
