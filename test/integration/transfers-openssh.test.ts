import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Put, TransferOptions } from '../../src/domain/transfer.ts';
import { plainHost } from '../support/case-host.ts';
import { connecting } from '../support/connecting.ts';
import { Sshd, type SshdOptions, sshdMissing } from '../support/sshd.ts';
import { localFolder, transferring } from '../support/transferring.ts';

const missing = sshdMissing();
if (missing !== undefined) process.stderr.write(`skipped, no real sshd: ${missing}\n`);
vi.stubEnv('SSH_AUTH_SOCK', undefined);

async function reached(options: SshdOptions = {}) {
  const sshd = await Sshd.start(options);
  onTestFinished(() => sshd.stop());
  return { sshd, connection: await connecting().to({ ...plainHost, ...sshd.host }) };
}

function here(name: string, content: string | Uint8Array = `${name}\n`): string {
  const file = path.join(localFolder(), name);
  writeFileSync(file, content, { mode: 0o644 });
  return file;
}

const putOf = (source: string, destination: string, options: TransferOptions = {}): Put => ({
  kind: 'put',
  sources: [source],
  destination,
  options,
});

/** The account may become root, or root's command, without a password, for the time of the test. */
function sudoer(user: string, rule: string): void {
  const file = `/etc/sudoers.d/${user}`;
  writeFileSync(file, `${user} ALL=(ALL) ${rule}\n`, { mode: 0o440 });
  onTestFinished(() => rmSync(file, { force: true }));
}

describe.skipIf(missing !== undefined)('a put with OpenSSH', () => {
  const shells = ['/bin/bash', '/bin/dash', '/usr/bin/fish', '/bin/tcsh', '/usr/bin/zsh'];

  test.each(shells.filter((shell) => existsSync(shell)))(
    'is compared by the host’s own sha256sum where the login shell is %s',
    async (loginShell) => {
      const { sshd, connection } = await reached({ loginShell });
      const name = 'it\'s $(x) "q" \\ !';
      const execs = vi.spyOn(connection, 'exec');
      const content = randomBytes(100_000);
      const { facts, warned } = await transferring(putOf(here(name, content), './'), connection);
      expect([facts, warned]).toEqual([expect.objectContaining({ transferred: 1, failed: 0 }), []]);
      expect(readFileSync(path.join(sshd.home, name)).equals(content)).toBe(true);
      expect(execs).toHaveBeenCalledTimes(1);
    },
  );

  test('is compared by reading it back where no command may run', async () => {
    const config = ['ForceCommand internal-sftp'];
    const { sshd, connection } = await reached({ loginShell: '/bin/bash', config });
    const content = randomBytes(300_000);
    const { facts } = await transferring(putOf(here('a', content), 'a'), connection);
    expect(facts).toMatchObject({ transferred: 1, failed: 0 });
    expect(readFileSync(path.join(sshd.home, 'a')).equals(content)).toBe(true);
  });

  test('has room for itself where a connection has one channel only', async () => {
    const { sshd, connection } = await reached({
      loginShell: '/bin/bash',
      config: ['MaxSessions 1'],
    });
    const { facts } = await transferring(putOf(here('a'), 'a'), connection);
    expect(facts).toMatchObject({ transferred: 1, failed: 0 });
    expect(readFileSync(path.join(sshd.home, 'a'), 'utf8')).toBe('a\n');
  });

  test('as root lands in root’s place, with owner, group and mode', async () => {
    const { sshd, connection } = await reached({ loginShell: '/bin/bash' });
    sudoer(sshd.user, 'NOPASSWD: ALL');
    const place = path.join(sshd.folder, 'root-only');
    mkdirSync(place, { mode: 0o700 });
    const denied = await transferring(putOf(here('a'), `${place}/`), connection);
    expect(denied.warned.join()).toContain('permission denied');
    const options = { sudo: true, owner: 'root', group: 'nogroup', mode: 0o604 } as const;
    const { warned, facts } = await transferring(
      putOf(here('a'), `${place}/`, options),
      connection,
    );
    expect([warned, facts]).toEqual([[], expect.objectContaining({ transferred: 1 })]);
    const { uid, gid, mode } = statSync(path.join(place, 'a'));
    const nogroup = Number(execFileSync('getent', ['group', 'nogroup']).toString().split(':')[2]);
    expect([uid, gid, mode & 0o777]).toEqual([0, nogroup, 0o604]);
  });

  test('as root says what to do where sudo wants a password', async () => {
    const { connection } = await reached({ loginShell: '/bin/bash' });
    const { error } = await transferring(putOf(here('a'), '/root/a', { sudo: true }), connection);
    expect(String(error)).toMatch(/sudo wants a password there \(exit 1: .*NOPASSWD/);
  });

  test('into a folder that is not ours is denied, and says what would do', async () => {
    const { sshd, connection } = await reached({ loginShell: '/bin/bash' });
    const place = path.join(sshd.folder, 'readable');
    mkdirSync(place, { mode: 0o755 });
    const { warned, facts } = await transferring(putOf(here('a'), `${place}/`), connection);
    expect(facts).toMatchObject({ transferred: 0, failed: 1 });
    expect(warned).toEqual([`${place}/a: permission denied – --sudo puts it as root`]);
    const dry = await transferring(putOf(here('a'), `${place}/`, { dryRun: true }), connection);
    expect(dry.warned.join()).toContain('permission denied');
  });
});

/** A file system of two megabytes, or undefined where none may be made. */
function smallDisk(owner: number): string | undefined {
  const place = localFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', place], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', place]));
  chownSync(place, owner, owner);
  chmodSync(place, 0o755);
  return place;
}

describe.skipIf(missing !== undefined)('a put on a full disk', () => {
  test('is told before, dry, also where each file alone would fit', async () => {
    const { sshd, connection } = await reached({ loginShell: '/bin/bash' });
    const disk = smallDisk(Number(execFileSync('id', ['-u', sshd.user]).toString()));
    if (disk === undefined) return;
    const folder = localFolder();
    const sources = ['a', 'b'].map((name) => path.join(folder, name));
    for (const file of sources) writeFileSync(file, randomBytes(1_500_000));
    const request = { ...putOf(sources[0] ?? '', `${disk}/`, { dryRun: true }), sources };
    const { facts, warned } = await transferring(request, connection);
    expect(facts).toMatchObject({ transferred: 1, failed: 1 });
    expect(warned.join()).toMatch(/no space: needs 2\.9 MB, and 2\.0 MB are free/);
    const tree = { ...request, sources: [folder] };
    const unmade = { ...tree, destination: `${disk}/new` };
    expect((await transferring(unmade, connection)).facts).toMatchObject({ failed: 1 });
  });

  test.each([
    ['a file that cannot fit', 12 * 1024 * 1024, /no space: needs 12 MB, and [12]\.\d MB are free/],
    ['one that fills it', 3 * 1024 * 1024, /no space: needs 3\.0 MB/],
  ])('%s leaves the old one, and nothing else', async (_, size, message) => {
    const { sshd, connection } = await reached({ loginShell: '/bin/bash' });
    const uid = Number(execFileSync('id', ['-u', sshd.user]).toString());
    const disk = smallDisk(uid);
    if (disk === undefined) {
      process.stderr.write('skipped, no file system can be mounted here\n');
      return;
    }
    writeFileSync(path.join(disk, 'a'), 'old');
    const file = here('a', randomBytes(size));
    const { facts, warned } = await transferring(putOf(file, `${disk}/a`), connection);
    expect(facts).toMatchObject({ transferred: 0, failed: 1 });
    expect(warned.join()).toMatch(message);
    expect(readdirSync(disk)).toEqual(['a']);
    expect(readFileSync(path.join(disk, 'a'), 'utf8')).toBe('old');
  });
});
