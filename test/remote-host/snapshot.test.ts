import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Host } from '../../src/domain/host.ts';
import { CaseHost } from '../support/case-host.ts';
import { LocalTransport } from '../support/local-connection.ts';
import { localShells, Scratch } from '../support/local-shells.ts';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A host that tells by a file when a snapshot is begun, and by another when it is taken. */
class WatchedHost extends CaseHost {
  readonly scratch: Scratch;
  readonly transport: LocalTransport;

  constructor(host: Partial<Host> = {}, sh?: string) {
    const scratch = new Scratch();
    cleanUps.push(() => scratch.remove());
    if (sh !== undefined) scratch.provide(sh, 'sh');
    const awk = join(scratch.bin, 'awk');
    const wait = 'until [ ! -e "$HOME/wait" ]; do sleep 0.02; done';
    writeFileSync(
      awk,
      `#!/bin/sh\n: >"$HOME/begun"\n${wait}\n/usr/bin/awk "$@"\n: >"$HOME/taken"\n`,
    );
    chmodSync(awk, 0o755);
    const transport = new LocalTransport({ env: scratch.env(), cwd: scratch.home });
    cleanUps.push(() => transport.cleanUp());
    super(transport, { shell: 'bash', ...host });
    this.scratch = scratch;
    this.transport = transport;
    cleanUps.push(() => this.remote.close());
  }

  has = (name: string): boolean => existsSync(join(this.scratch.home, name));

  async snapshot(): Promise<void> {
    rmSync(join(this.scratch.home, 'taken'), { force: true });
    await expect.poll(() => this.has('taken'), { interval: 10 }).toBe(true);
    // Waits for the end of the hidden line.
    await this.type(':');
  }

  async loseAndReturn(): Promise<void> {
    this.transport.last.lose();
    await this.until(() => this.remote.state.kind !== 'ready');
    this.remote.connect();
    await this.until(() => this.remote.state.kind === 'ready');
    await this.until(() => this.notices.length > 0);
  }

  async say(line: string): Promise<string> {
    return (await this.type(line)).stdout.toString();
  }
}

const watched = async (host?: Partial<Host>, sh?: string) => new WatchedHost(host, sh).ready();

describe.each(localShells)('$name after a lost connection', ({ name, choice, program }) => {
  const start = () => watched({ shell: choice }, choice === 'sh' ? program : undefined);
  const listsFunctions = name === 'bash' || name === 'zsh';

  test('has its directory, exports, umask and aliases again, and says so', async () => {
    const host = await start();
    await host.type(
      `export tricky='it'"'"'s "a"\n$(touch bad)\nexport b=\`'; export empty=; lone=1`,
    );
    await host.type(
      "umask 027; alias greet='echo \"it'\\''s me\"' two='echo 2'; cd /usr; readonly fixed=9; export fixed",
    );
    if (listsFunctions) await host.type('hi() { echo "hi $1"; }');
    await host.snapshot();
    await host.loseAndReturn();
    expect(host.notices).toEqual([
      listsFunctions
        ? `reconnected; restored: cwd, ${name === 'bash' ? 'shell options, ' : ''}exports, umask, functions, aliases`
        : 'reconnected; restored: cwd, exports, umask, aliases',
    ]);
    expect(host.remote.state).toMatchObject({ kind: 'ready', restored: true });
    expect(await host.say('sh -c \'echo "$tricky"; echo ${empty-unset} $fixed\'')).toBe(
      'it\'s "a"\n$(touch bad)\nexport b=`\n9\n',
    );
    expect(await host.say('pwd; umask; echo "<$lone>"')).toMatch(/^\/usr\n0?027\n<>\n$/);
    expect(await host.say('greet; two')).toBe("it's me\n2\n");
    if (listsFunctions) expect(await host.say('hi you')).toBe('hi you\n');
    expect(host.has('bad')).toBe(false);
  });

  test('has only its directory after exit, and all after it was killed', async () => {
    const host = await start();
    await host.type('export a=1');
    await host.snapshot();
    await host.type('kill -9 $$');
    await host.until(() => host.notices.length === 1);
    expect(await host.say('echo "<$a>"')).toBe('<1>\n');
    await host.type('exit');
    await host.until(() => host.notices.length === 2);
    expect(host.notices.at(-1)).toBe('shell ended, new shell started; restored: cwd');
    expect(await host.say('echo "<$a>"')).toBe('<>\n');
  });

  test('tells what it has when that has changed, and never again while it is the same', async () => {
    const host = await start();
    await host.type('export a=1');
    await host.type(':');
    const told = host.remembered.length;
    expect(host.remembered.filter(({ snapshot }) => snapshot)).toHaveLength(1);
    await host.type('unalias none; f() { :; }; unset -f f');
    await host.type(':');
    expect(host.remembered).toHaveLength(told);
    await host.type('export a=2; cd /usr');
    await host.type(':');
    const [cwd, snapshot, ...more] = host.remembered.slice(told);
    expect([cwd, Object.keys(snapshot ?? {}), more]).toEqual([{ cwd: '/usr' }, ['snapshot'], []]);
  });

  test('has what belongs to the new connection from there', async () => {
    const host = await start();
    await host.type('export SSH_CONNECTION=old a=1 _');
    await host.snapshot();
    await host.loseAndReturn();
    expect(await host.say('echo "<$SSH_CONNECTION$a>"')).toBe('<1>\n');
  });
});

describe('a snapshot', () => {
  test('does not mix with what a background job says, and loses none of that', async () => {
    const host = await watched();
    await host.type(`big='${'x'.repeat(40_000)}'; export big a=1`);
    await host.type(
      'i=0; while [ $i -lt 5000 ]; do echo "touch bad"; i=$((i+1)); [ -e taken ] || i=0; done &',
    );
    await host.snapshot();
    await host.type('wait');
    const noise = host.late;
    await host.loseAndReturn();
    expect(await host.say('echo ${#big} $a')).toBe('40000 1\n');
    expect(host.has('bad')).toBe(false);
    expect(new Set(noise.split('\n'))).toEqual(new Set(['touch bad', '']));
  });

  test('takes exported and tricky functions of bash along', async () => {
    const host = await watched();
    await host.type('shopt -s extglob');
    await host.type(
      "only() { case $1 in @(a|b)) echo one;; *) echo other; esac; cat <<E\n$1 '\nE\n}",
    );
    await host.type('ls() { echo mine; }; shared() { echo shared; }; export -f shared');
    await host.type("alias ls='ls -a' shared='echo alias'");
    await host.snapshot();
    await host.loseAndReturn();
    expect(await host.say('only b; only c; bash -c shared')).toBe("one\nb '\nother\nc '\nshared\n");
  });

  test.each(['set -x', 'set -v', 'set -e', 'set -u', 'set -T; trap "echo noise" DEBUG'])(
    'is not disturbed by %s, and shows no value',
    async (setting) => {
      const host = await watched();
      await host.type('export token=hunter2; secret() { echo hunter2; }');
      await host.type(setting);
      await host.snapshot();
      await host.loseAndReturn();
      const told = JSON.stringify([host.late, host.notices, host.states]);
      expect(told).not.toContain('hunter2');
      expect(told).not.toContain('declare');
      expect(await host.say('echo $token; secret')).toBe('hunter2\nhunter2\n');
    },
  );

  test('of more than 256 kB has no functions, but the rest', async () => {
    const host = await watched();
    await host.type(`long() { v='${'x'.repeat(300_000)}'; }; export a=1`);
    await host.snapshot();
    await host.loseAndReturn();
    expect(host.notices).toEqual(['reconnected; restored: cwd, shell options, exports, umask']);
    expect(await host.say('echo $a; type long 2>&1 | head -c 40')).toMatch(/^1\n.*long: not found/);
  });

  test('that is under way is waited for by the next line, which Ctrl-C takes back', async () => {
    const host = await watched();
    writeFileSync(join(host.scratch.home, 'wait'), '');
    await host.type('a=1');
    await expect.poll(() => host.has('begun')).toBe(true);
    const taken = host.start('echo no >ran');
    taken.line.interrupt();
    expect((await taken.said).outcome).toMatchObject({ kind: 'not-started' });
    const typed = host.start('echo $a; echo err >&2');
    rmSync(join(host.scratch.home, 'wait'));
    const { stdout, stderr } = await typed.said;
    expect([stdout.toString(), stderr.toString()]).toEqual(['1\n', 'err\n']);
    expect(host.has('ran')).toBe(false);
  });

  test('leaves $? as it was', async () => {
    const host = await watched();
    await host.type('(exit 7)');
    await expect.poll(() => host.has('taken')).toBe(true);
    expect(await host.say('echo $?')).toBe('7\n');
  });

  test('is taken before the next line after one that may have changed something', async () => {
    const host = await watched();
    writeFileSync(join(host.scratch.home, 'wait'), '');
    await host.type('export early=1');
    const next = host.start('echo go; sleep 77');
    await expect.poll(() => host.has('begun')).toBe(true);
    rmSync(join(host.scratch.home, 'wait'));
    await next.prints('go');
    await host.loseAndReturn();
    expect(await host.say('echo $early')).toBe('1\n');
  });

  test('is left out where the host has no awk', async () => {
    const scratch = new Scratch();
    cleanUps.push(() => scratch.remove());
    for (const name of ['bash', 'cat', 'id', 'sleep']) scratch.provide(name);
    scratch.provide('dash', 'sh');
    const transport = new LocalTransport({ env: scratch.env(true), cwd: scratch.home });
    cleanUps.push(() => transport.cleanUp());
    const host = await new CaseHost(transport, { shell: 'bash' }).ready();
    cleanUps.push(() => host.remote.close());
    await host.type('trap ": >asked" DEBUG; a=1');
    await host.type('rm -f asked; trap - DEBUG; export b=1');
    transport.last.lose();
    await host.until(() => host.notices.length > 0);
    expect(host.notices[0]).toMatch(/^reconnected; restored: cwd$/);
  });
});

describe('a shell with a TMOUT that cannot be taken away', () => {
  const controls: ChildProcess[] = [];

  afterEach(() => {
    for (const control of controls.splice(0)) control.kill('SIGKILL');
  });

  /** Settles when a shell like it, which nobody keeps alive, has ended. */
  async function anIdleShellEnds(): Promise<void> {
    const control = spawn('bash', ['--norc', '--noprofile', '-i'], {
      env: { TMOUT: '1', PATH: process.env.PATH },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    controls.push(control);
    await once(control, 'exit');
  }

  test('is kept alive, without a trace in what is told', async () => {
    const host = new WatchedHost({ rc: 'login' });
    writeFileSync(join(host.scratch.home, '.profile'), 'TMOUT=1; readonly TMOUT; export TMOUT');
    await host.ready();
    expect(await host.say('echo $TMOUT')).toBe('1\n');
    await anIdleShellEnds();
    await anIdleShellEnds();
    await host.type('a=1');
    await anIdleShellEnds();
    await anIdleShellEnds();
    expect(await host.say('echo $a')).toBe('1\n');
    expect(host.states.map(({ kind }) => kind)).toEqual(['connecting', 'starting', 'ready']);
    expect([host.notices, host.late]).toEqual([[], '']);
  });
});
