import { chmodSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { openShell, Program } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';
import { run } from '../support/without-screen.ts';

/** One host of this name. */
const inventory = (host: string): string => `version: 1\nhosts: { ${host}: {} }\n`;

describe('which inventory is meant', () => {
  it('is told by the flag, else the environment, else the project, else the user', async () => {
    const sandbox = new Sandbox();
    const config = path.join(sandbox.folder, 'config');
    mkdirSync(path.join(config, 'tutti'), { recursive: true });
    sandbox.write('config/tutti/inventory.yaml', inventory('of-user'));
    const fallback = path.join(sandbox.home, '.config', 'tutti');
    mkdirSync(fallback, { recursive: true });
    sandbox.write('home/.config/tutti/inventory.yaml', inventory('of-home'));
    const found = async (args: string[], env: Record<string, string>) => {
      const { out } = await run('tutti', ['hosts', '@all', ...args], { sandbox, env });
      return out.trim();
    };
    expect(await found([], { XDG_CONFIG_HOME: 'config' })).toBe('of-home'); // relative: XDG ignores it
    expect(await found([], { XDG_CONFIG_HOME: config })).toBe('of-user');
    sandbox.write('inventory.yaml', inventory('of-project'));
    expect(await found([], { XDG_CONFIG_HOME: config })).toBe('of-project');
    const named = sandbox.write('env.yaml', inventory('of-env'));
    expect(await found([], { TUTTI_INVENTORY: named })).toBe('of-env');
    sandbox.write('flag.yaml', inventory('of-flag'));
    expect(await found(['--inventory', 'flag.yaml'], { TUTTI_INVENTORY: named })).toBe('of-flag');
  });
});

describe('the version', () => {
  it('is one line, and with the verb those of what tutti stands on', async () => {
    const sandbox = new Sandbox();
    const version = `tutti ${packageJson.version}`;
    expect((await run('tutti', ['--version'], { sandbox })).out).toBe(`${version}\n`);
    expect((await run('tutti', ['@web', '--version'], { sandbox })).out).toBe(`${version}\n`);
    const { status, out, err } = await run('tutti', ['version'], { sandbox });
    const [first, node, ssh2, ssh, ...more] = out.split('\n');
    expect([status, err, first, more]).toEqual([0, '', version, ['']]);
    expect(node).toBe(`Node ${process.versions.node}`);
    expect(ssh2).toMatch(
      /^ssh2 1\.\d+\.\d+, (with its native addon|without its native addon: the same, but slower)$/,
    );
    expect(ssh).toMatch(/^OpenSSH_\d|^no ssh here/);
    const bare = await run('tutti', ['version'], { sandbox, env: { PATH: '/nowhere' } });
    expect(bare.out).toContain('\nno ssh here: ~/.ssh/config is read by tutti itself\n');
  });
});

describe('a state directory that others may write', () => {
  it('is refused before the screen opens, with what to do', async () => {
    const sandbox = new Sandbox();
    const state = path.join(sandbox.state, 'tutti');
    mkdirSync(state);
    chmodSync(state, 0o777);
    const shell = new Program({ demo: 1, sandbox, columns: 200 });
    expect(await shell.left()).toBe(2);
    expect(shell.screen).toContain(`tutti: others may write ${state} (mode 777)`);
    expect(shell.screen).toContain(`run: chmod 700 ${state}`);
    expect(shell.said).not.toContain('\x1b[?1049h');
    expect(statSync(state).mode & 0o777).toBe(0o777);
  });
});

describe('colours of the screen', () => {
  it.each<[boolean, readonly string[], Record<string, string>]>([
    [true, [], {}],
    [false, [], { NO_COLOR: '1' }],
    [true, [], { NO_COLOR: '' }],
    [false, ['--color=never'], { FORCE_COLOR: '1' }],
    [true, ['--color=always'], { NO_COLOR: '1' }],
  ])('are %s with %j and %j', async (colours, args, env) => {
    const shell = await openShell({ args: ['--demo', '1', ...args], env });
    await shell.sees('1 up');
    // SGR 30–37 and 90–97: a colour of the palette
    expect(/\x1b\[(?:\d+;)*[39][0-7]m/.test(shell.said)).toBe(colours);
    expect(await shell.leave()).toBe(0);
  });
});
