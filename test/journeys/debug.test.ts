import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { debugLines, debugLogs } from '../support/debug-log.ts';
import { embeddedFleet } from '../support/embedded-fleet.ts';
import { inventoryOf } from '../support/inventory-file.ts';
import { kill, until } from '../support/processes.ts';
import { openShell } from '../support/program.ts';
import { entryOf, realHost } from '../support/real-shell.ts';
import { Sandbox } from '../support/sandbox.ts';
import { withSilentHost } from '../support/silent-host.ts';
import { sshdMissing } from '../support/sshd.ts';
import { run, Started } from '../support/without-screen.ts';

const missing = sshdMissing();
if (missing !== undefined) process.stderr.write(`skipped, the log of ssh itself: ${missing}\n`);

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

/** What `tutti run @all --debug` logs of a host. */
async function logged(
  sandbox: Sandbox,
  inventory: string,
  host: string,
  ...options: readonly string[]
): Promise<string> {
  const args = ['run', '@all', '--debug', '--inventory', inventory, ...options, '--', 'true'];
  const { err } = await run('tutti', args, { sandbox });
  expect(err).toContain(`tutti: debug log: ${debugLogs(sandbox).at(-1)}\n`);
  return debugLines(sandbox, host);
}

const fingerprintOf = (file: string): string =>
  execFileSync('ssh-keygen', ['-l', '-f', file], { encoding: 'utf8' }).split(' ')[1] ?? '';

describe('the debug log tells why', () => {
  it('a host is reached: its route, the key by which line, the login, the shell, the run', async () => {
    const fleet = await embeddedFleet({ count: 1 });
    const sandbox = new Sandbox();
    const [{ port = 0 } = {}] = fleet.hosts;
    const said = await logged(sandbox, inventoryOf(fleet, sandbox), 'web01');
    const key = fingerprintOf(fleet.identityFile);
    const wanted = [
      'asked for: connect',
      'state: connecting',
      `route: demo@127.0.0.1:${port} (address by inventory, port by inventory, user by inventory)`,
      `connect: TCP to 127.0.0.1:${port}`,
      'connect: TCP is there',
      "ssh2: Remote ident: 'SSH-2.0-",
      `known, by ${fleet.knownHosts}:1, accepted`,
      'handshake: agreed on curve25519-sha256, ssh-ed25519, aes128-gcm@openssh.com',
      `login: tries publickey, ssh-ed25519 ${key}`,
      'login: accepted',
      'channel: a program: open',
      'shell: started, bash',
      'state: ready, bash',
      'run begins',
      'exited 0',
      'connection: ended: closed',
    ];
    const places = wanted.map((text) => said.indexOf(text));
    expect(places.filter((at) => at === -1)).toEqual([]);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(said).not.toContain('(local)');
  });

  it('a key is refused: which was tried, from where, and what the host takes', async () => {
    const fleet = await embeddedFleet({ count: 1 });
    const sandbox = new Sandbox();
    const other = path.join(sandbox.folder, 'other_key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', other]);
    const inventory = inventoryOf(fleet, sandbox, { identity_file: [other, '/none/such'] });
    const said = await logged(sandbox, inventory, 'web01');
    const key = `ssh-ed25519 ${fingerprintOf(other)}`;
    expect(said).toContain(`login: file ${other}: ${key}`);
    expect(said).toContain(`login: tries publickey, ${key}`);
    expect(said).toContain('login: refused, it takes publickey');
    expect(said).toContain('login: file: /none/such does not exist');
    expect(said).toContain('state: failed, not tried again by itself: auth: login as demo refused');
  });

  it('a host key is refused: which it is, and where it was looked for', async () => {
    const fleet = await embeddedFleet({ count: 1 });
    const sandbox = new Sandbox();
    const empty = sandbox.write('known_hosts', '');
    const [{ port = 0 } = {}] = fleet.hosts;
    const shown = fingerprintOf(fleet.knownHosts);
    const inventory = inventoryOf(fleet, sandbox, { known_hosts: empty });
    const said = await logged(sandbox, inventory, 'web01');
    expect(said).toContain(
      `host key: ssh-ed25519 ${shown}: [127.0.0.1]:${port} is in none of ${empty} (host_key_check ask), refused`,
    );
    const key = execFileSync('ssh-keygen', ['-y', '-f', fleet.identityFile], { encoding: 'utf8' });
    writeFileSync(empty, `# moved\n[127.0.0.1]:${port} ${key}`);
    expect(await logged(sandbox, inventory, 'web01')).toContain(
      `host key: ssh-ed25519 ${shown}: changed, by ${empty}:2, refused`,
    );
  });

  it('a server is silent: the connection was there, and no word came', async () => {
    const { sandbox } = await withSilentHost();
    const inventory = path.join(sandbox.folder, 'inventory.yaml');
    const said = await logged(sandbox, inventory, 'web01', '--connect-timeout', '1');
    expect(said).toContain('1 s to connect (by inventory or --connect-timeout)');
    expect(said).toContain('connect: TCP is there');
    expect(said).toContain("ssh2: Local ident: 'SSH-2.0-");
    expect(said).not.toContain('Remote ident');
    expect(said).toMatch(/^web01 state: tried again in .*took the connection but is silent/m);
  });

  it('nobody is there: each address, and when it is tried again', async () => {
    const sandbox = new Sandbox();
    const hosts = { web01: { address: '127.0.0.1', port: 1 } };
    const inventory = sandbox.write('inventory.yaml', JSON.stringify({ version: 1, hosts }));
    const said = await logged(sandbox, inventory, 'web01');
    expect(said).toContain('connect: 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1');
    expect(said).toMatch(/state: tried again in \d\.\d s: unreachable: connection refused by/);
  });

  it('a host behind a jump host is not reached: how far it came, hop by hop', async () => {
    const fleet = await embeddedFleet({ count: 2 });
    const sandbox = new Sandbox();
    const inventory = inventoryOf(
      fleet,
      sandbox,
      {},
      {
        behind: { address: '127.0.0.1', port: 1, jump: 'web01' },
      },
    );
    const said = await logged(sandbox, inventory, 'behind');
    expect(said).toMatch(/route: over jump host web01 \(demo@127\.0\.0\.1:\d+\) \(by inventory\)/);
    expect(said).toContain('jump host web01: login: accepted');
    expect(said).toContain('jump host web01: is there, opens a channel to 127.0.0.1:1');
    expect(said).toContain('jump host web01 cannot reach 127.0.0.1:1');
  });

  it('a password is refused, and not what it was', async () => {
    const access = { password: 'the-right-one', ways: [['password' as const]] };
    const fleet = await embeddedFleet({ count: 1, access });
    const sandbox = new Sandbox();
    const settings = { identity_file: undefined, password: 'the-wrong-one' };
    const said = await logged(sandbox, inventoryOf(fleet, sandbox, settings), 'web01');
    expect(said).toContain('password in the inventory');
    expect(said).toContain('question 1: the password of demo');
    expect(said).toContain('login: tries password');
    expect(said).toContain('the password that was sent: refused');
    expect(debugLines(sandbox)).toContain('- question 1: answered');
    expect(readFileSync(debugLogs(sandbox)[0] ?? '', 'utf8')).not.toContain('the-wrong-one');
  });

  it('algorithms do not meet: what both sides offer', async () => {
    const fleet = await embeddedFleet({ count: 1 });
    const sandbox = new Sandbox();
    const inventory = inventoryOf(fleet, sandbox, {
      transport: 'ssh2',
      ssh_options: { MACs: 'hmac-md5', Ciphers: '3des-cbc' },
    });
    const said = await logged(sandbox, inventory, 'web01');
    expect(said).toContain("route: of ssh's configuration: cipher 3des-cbc");
    expect(said).toContain('ssh2: Handshake: (local) C->S cipher: 3des-cbc');
    expect(said).toMatch(/ssh2: Handshake: \(remote\) C->S cipher: .*aes/);
    expect(said).toContain('ssh2: Handshake: No matching C->S cipher');
  });
});

describe('--debug', () => {
  it('makes a file of 0600 in a folder of 0700, whatever the umask; without it there is none', async () => {
    const fleet = await embeddedFleet({ count: 1 });
    const sandbox = new Sandbox();
    const inventory = inventoryOf(fleet, sandbox);
    const args = ['run', '@all', '--inventory', inventory, '--', 'true'];
    expect((await run('tutti', args, { sandbox })).err).not.toContain('debug');
    expect(existsSync(path.join(sandbox.state, 'tutti', 'debug'))).toBe(false);
    await logged(sandbox, inventory, 'web01');
    const [log = ''] = debugLogs(sandbox);
    expect([modeOf(log), modeOf(path.dirname(log))]).toEqual(['600', '700']);
  });

  it('names a file, for batch_run, batch_scp and lines on standard input too', async () => {
    const fleet = await embeddedFleet({ count: 1 });
    const sandbox = new Sandbox();
    const inventory = inventoryOf(fleet, sandbox);
    const file = path.join(sandbox.folder, 'd.log');
    const options = { sandbox, stdin: 'true\n' };
    const usual = [`--debug=${file}`, '--inventory', inventory];
    const local = sandbox.write('secret-plan', 'x');
    const copy = ['-h', 'web01', '-action', 'put', '-local', local, '-remote', 'there'];
    const all = [
      await run('batch_run', [...usual, '-h', 'web01', '-cmd', 'true'], options),
      await run('batch_scp', [...usual, ...copy], options),
      await run('tutti', [...usual, '@all'], options),
    ];
    expect(all.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(all[2]?.err).toContain(`tutti: debug log: ${file}\n`);
    const text = readFileSync(file, 'utf8');
    expect(text.match(/^tutti debug log: tutti /gm)).toHaveLength(3);
    expect(text).toContain('put begins');
    expect(text).toContain('sftp: open, with ');
    expect(modeOf(file)).toBe('600');
  });

  it('refuses a file that is anything else before a host is asked', async () => {
    const sandbox = new Sandbox();
    const file = sandbox.write('notes', 'mine\n');
    const args = ['run', 'web01', `--debug=${file}`, '--', 'true'];
    const { status, err } = await run('tutti', args, { sandbox });
    expect(status).toBe(2);
    expect(err).toBe(
      `tutti: --debug: ${file} is there and no debug log of yours – name another file\n`,
    );
    expect(readFileSync(file, 'utf8')).toBe('mine\n');
  });

  it('tells what a copy is refused', async () => {
    const fleet = await embeddedFleet({ count: 1 });
    const sandbox = new Sandbox();
    const file = sandbox.write('a', 'x');
    const inventory = inventoryOf(fleet, sandbox);
    const args = ['put', '@all', '--debug', '--inventory', inventory, file, 'n'.repeat(300)];
    expect((await run('tutti', args, { sandbox })).status).not.toBe(0);
    expect(debugLines(sandbox, 'web01')).toMatch(/sftp: \w+ refused: \d/);
  });

  it('loses nothing of a worker that is killed, and tells that it was', async () => {
    const fleet = await embeddedFleet({ count: 1 });
    const sandbox = new Sandbox();
    const inventory = inventoryOf(fleet, sandbox);
    const args = ['run', '@all', '--debug', '--inventory', inventory, '--', 'echo up; sleep 30'];
    const started = new Started('tutti', args, { sandbox });
    await started.says('web01: up');
    const worker = sandbox.processes().find(({ argv }) => argv.endsWith('worker.js'));
    kill(worker?.pid ?? 0);
    expect((await started.ended()).status).toBe(5);
    expect(debugLines(sandbox, 'web01')).toMatch(/run begins$/m);
    expect(debugLines(sandbox)).toContain(`- worker ${worker?.pid}: ended (killed by SIGKILL)`);
  });
});

describe('in the shell', () => {
  it('--debug says where the log is, and each loss and each new try is in it', async () => {
    const fleet = await embeddedFleet({ count: 2 });
    const sandbox = new Sandbox();
    const args = ['@all', '--debug', '--inventory', inventoryOf(fleet, sandbox)];
    const shell = await openShell({ args, sandbox, columns: 140 });
    await shell.sees('debug log: ');
    const [log = ''] = debugLogs(sandbox);
    expect(shell.said).toContain(log);
    await shell.sees('2 up');
    fleet.servers.get('web02')?.cut();
    await until('the new try', () =>
      /connection: ended: .*state: tried again in .*state: ready/s.test(
        debugLines(sandbox, 'web02'),
      ),
    );
    expect(debugLines(sandbox, 'web01')).not.toContain('connection: ended');
    const [worker] = sandbox.processes().filter(({ argv }) => argv.endsWith('worker.js'));
    kill(worker?.pid ?? 0);
    await until('the next worker', () =>
      /worker \d+: ended \(killed by SIGKILL\).*worker \d+: writes here too.*web01 state: ready/s.test(
        debugLines(sandbox),
      ),
    );
    expect(await shell.leave()).toBe(0);
  });

  it(':debug begins one while hosts are down, :debug off ends it', async () => {
    const sandbox = new Sandbox();
    const hosts = { web01: { address: '127.0.0.1', port: 1 } };
    const inventory = sandbox.write('inventory.yaml', JSON.stringify({ version: 1, hosts }));
    const args = ['@all', '--inventory', inventory];
    const shell = await openShell({ args, sandbox, columns: 140 });
    await shell.sees('1 retry');
    shell.enter(':debug');
    await shell.sees('debug log: ');
    await shell.sees(':reconnect tries what is down again');
    shell.enter(':reconnect');
    await until('the reason', () => debugLines(sandbox, 'web01').includes('ECONNREFUSED'));
    shell.enter(':debug off');
    await shell.sees('the debug log is off');
    const size = () => statSync(debugLogs(sandbox)[0] ?? '').size;
    const before = size();
    shell.enter(':reconnect');
    await shell.sees('1 retry');
    shell.enter(':debug');
    await until('the log to go on', () => size() > before);
    expect(debugLogs(sandbox)).toHaveLength(1);
    expect(await shell.leave()).toBe(0);
  });
});

describe.skipIf(missing !== undefined)('a real host', () => {
  it('has its banner in the log, and why a copy dials it once more', async () => {
    const sandbox = new Sandbox();
    const banner = sandbox.write('banner', 'authorised people only\x1b[2J\n', 0o644);
    const sshd = await realHost({ config: [`Banner ${banner}`, 'MaxSessions 1'] });
    const entry = entryOf(sshd);
    const hosts = { ours: entry, theirs: { ...entry, transport: 'openssh' } };
    const inventory = sandbox.write('inventory.yaml', JSON.stringify({ version: 1, hosts }));
    const args = ['put', '@all', '--debug', '--inventory', inventory, banner, 'there'];
    expect((await run('tutti', args, { sandbox })).status).toBe(0);
    const ours = debugLines(sandbox, 'ours');
    expect(ours).toContain('login: the host says: authorised people only^[[2J');
    expect(debugLines(sandbox, 'theirs')).toContain('ssh: authorised people only');
    for (const each of [ours, debugLines(sandbox, 'theirs')]) {
      expect(each).toMatch(
        /channel: sftp: refused: .*connection: another one is wanted.*route: as before.*channel: sftp: open/s,
      );
    }
  });
});

describe.skipIf(missing !== undefined)('a host that ssh itself reaches', () => {
  it('has what ssh -v says in the log, also where it is refused', async () => {
    const sshd = await realHost();
    const sandbox = new Sandbox();
    const other = path.join(sandbox.folder, 'other_key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', other]);
    const entry = { ...entryOf(sshd), transport: 'openssh' };
    const hosts = { well: entry, refused: { ...entry, identity_file: other } };
    const inventory = sandbox.write('inventory.yaml', JSON.stringify({ version: 1, hosts }));
    const well = await logged(sandbox, inventory, 'well');
    expect(well).toMatch(/ssh: started, pid \d+/);
    expect(well).toContain('ssh: debug1: Server host key: ssh-ed25519 SHA256:');
    expect(well).toMatch(/ssh: Authenticated to .* using "publickey"/);
    expect(well).toContain('channel: a program: open');
    const refused = debugLines(sandbox, 'refused');
    expect(refused).toContain(`ssh: debug1: Offering public key: ${other} `);
    expect(refused).toContain('ssh: debug1: Authentications that can continue: publickey');
    expect(refused).toMatch(/ssh: .*Permission denied \(publickey\)/);
  });
});
