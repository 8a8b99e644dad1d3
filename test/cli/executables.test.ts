import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { addLocalNode, asOldNode, copyPackage } from '../support/package-copy.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function installed(main?: string): string {
  const folder = copyPackage(main);
  folders.push(folder);
  return folder;
}

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function start(
  folder: string,
  tool: string,
  argv: string[],
  nodeArgv: string[] = [],
  more: Record<string, string> = {},
) {
  const script = path.join(folder, 'bin', `${tool}.js`);
  const child = spawn(process.execPath, [...nodeArgv, script, ...argv], {
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      XDG_CACHE_HOME: path.join(folder, 'cache'),
      ...more,
    },
  });
  return { child, ended: endOf(child) };
}

async function endOf(child: ChildProcess): Promise<Ended> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const [status] = await once(child, 'close');
  return { status, out, err };
}

const echo = `export async function main(tool, argv) {
  process.stdout.write(JSON.stringify([tool, argv, process.env.NODE_ENV]));
  return 5;
}`;

describe('an executable', () => {
  it.each(['tutti', 'batch_run'])(
    '%s hands its arguments on and returns the status',
    async (tool) => {
      const argv = ['-h', 'a b', '--', '--version'];
      const { status, out, err } = await start(installed(echo), tool, argv).ended;
      expect(JSON.parse(out)).toEqual([tool, argv, 'production']);
      expect([status, err]).toEqual([5, '']);
    },
  );

  it.each(['tutti', 'batch_run'])('%s says its version without anything loaded', async (tool) => {
    const { status, out } = await start(installed(), tool, ['--version']).ended;
    expect([status, out]).toEqual([0, `${tool} ${packageJson.version}\n`]);
  });

  it('says how to build what is not built', async () => {
    const { status, err } = await start(installed(), 'tutti', ['@web']).ended;
    expect([status, err]).toEqual([2, 'tutti is not built – run: npm run build\n']);
  });

  it('builds first in a checkout that was installed without scripts', async () => {
    const folder = installed();
    mkdirSync(path.join(folder, 'node_modules', 'esbuild'), { recursive: true });
    mkdirSync(path.join(folder, 'scripts'));
    const build = `import { mkdirSync, writeFileSync } from 'node:fs';
      const dist = new URL('../dist/', import.meta.url);
      mkdirSync(dist);
      writeFileSync(new URL('main.js', dist), ${JSON.stringify(echo)});`;
    writeFileSync(path.join(folder, 'scripts', 'build.mjs'), build);
    const { status, out } = await start(folder, 'tutti', ['x']).ended;
    expect([status, JSON.parse(out)]).toEqual([5, ['tutti', ['x'], 'production']]);
  });

  it('reports what is thrown as a bug of ours', async () => {
    const folder = installed(`export async function main() { throw new Error('oops'); }`);
    const { status, err } = await start(folder, 'tutti', []).ended;
    expect(status).toBe(70);
    expect(err).toMatch(/^tutti: a bug of ours: Error: oops\n {4}at /);
  });
});

describe('what Node has compiled', () => {
  it('is kept where nobody else can write, and not where somebody can', async () => {
    const folder = installed(echo);
    const cache = path.join(folder, 'cache', 'tutti');
    await start(folder, 'tutti', []).ended;
    expect(readdirSync(cache)).toEqual([expect.stringMatching(/^v\d/)]);
    expect(statSync(cache).mode & 0o777).toBe(0o700);
    rmSync(cache, { recursive: true });
    mkdirSync(cache);
    chmodSync(cache, 0o777);
    const { status } = await start(folder, 'tutti', []).ended;
    expect([status, readdirSync(cache)]).toEqual([5, []]);
    chmodSync(cache, 0o755);
    await start(folder, 'tutti', []).ended;
    expect(statSync(cache).mode & 0o777).toBe(0o700);
    expect(readdirSync(cache)).toHaveLength(1);
  });
});

describe('a home that cannot be written', () => {
  it('costs nothing but time', async () => {
    const folder = installed(echo);
    const { ended } = start(folder, 'tutti', [], [], { XDG_CACHE_HOME: '/proc/none' });
    expect((await ended).status).toBe(5);
  });
});

describe('an old Node', () => {
  it('says which one is needed', async () => {
    const folder = installed(echo);
    const { status, err } = await start(folder, 'tutti', ['@web'], asOldNode(folder)).ended;
    expect(status).toBe(2);
    expect(err).toBe(
      'tutti needs Node 22.12 or newer; this is v20.1.0 – install it from https://nodejs.org\n',
    );
  });

  it('starts the one beside the package, with the same arguments and status', async () => {
    const folder = installed(echo);
    addLocalNode(folder);
    const { status, out } = await start(folder, 'batch_run', ['-h', 'a b'], asOldNode(folder))
      .ended;
    expect([status, JSON.parse(out)]).toEqual([5, ['batch_run', ['-h', 'a b'], 'production']]);
  });

  it('passes signals on', async () => {
    const folder = installed(`export const main = () => new Promise((resolve) => {
      const timer = setInterval(() => {}, 1000);
      process.on('SIGTERM', () => { clearInterval(timer); resolve(143); });
      process.stdout.write('ready');
    });`);
    addLocalNode(folder);
    const { child, ended } = start(folder, 'tutti', [], asOldNode(folder));
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect((await ended).status).toBe(143);
  });

  it('leaves nothing behind when it is killed', async () => {
    const folder = installed(`export const main = () => new Promise(() => {
      setInterval(() => {}, 1000);
      process.on('SIGHUP', () => { process.stdout.write('hung up'); process.exit(129); });
      process.stdout.write('ready');
    });`);
    addLocalNode(folder);
    const { child, ended } = start(folder, 'tutti', [], asOldNode(folder));
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    expect((await ended).out).toBe('readyhung up');
  });
});
