import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Host } from '../../src/domain/host.ts';
import { SshConfigs } from '../../src/ssh-config/ssh-configs.ts';
import { Routes } from '../../src/transport/routes.ts';
import { createSsh2Transport } from '../../src/transport/ssh2-transport.ts';
import { connecting, output } from '../support/connecting.ts';
import { Sshd, sshdMissing } from '../support/sshd.ts';

const missing = sshdMissing() ?? (existsSync('/usr/bin/ssh') ? undefined : 'there is no ssh');

/** A chain of real servers, and a configuration that knows the way through them. */
async function servers(count: number) {
  const all = await Promise.all(Array.from({ length: count }, () => Sshd.start({ log: true })));
  for (const sshd of all) onTestFinished(() => sshd.stop());
  const [first] = all as [Sshd, ...Sshd[]];
  const known = path.join(first.folder, 'known of all');
  writeFileSync(known, all.map((sshd) => readFileSync(sshd.knownHosts, 'utf8')).join(''));
  const file = path.join(first.folder, 'ssh_config');
  const write = (more: (servers: readonly Sshd[]) => string) =>
    writeFileSync(
      file,
      `${more(all)}\n${all
        .map(
          (sshd, i) =>
            `Host s${i + 1}\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User root\n  IdentityFile "${sshd.identityFile}"`,
        )
        .join(
          '\n',
        )}\nHost *\n  UserKnownHostsFile "${known}"\n  StrictHostKeyChecking yes\n  IdentitiesOnly yes\n`,
    );
  return { all, file, write };
}

const hostNamed = (name: string): Host => ({ name, address: name, shell: 'auto', vars: {} });

/** Connects as a worker does, and says what the host called us. */
async function tutti(file: string, name: string): Promise<string> {
  const configs = new SshConfigs({ file });
  const routes = new Routes({ find: () => undefined, configuration: (query) => configs.of(query) });
  const route = await routes.to(hostNamed(name));
  const connection = await createSsh2Transport().connect(route, connecting().context);
  onTestFinished(() => connection.close());
  return (await output(connection, 'echo $SSH_CONNECTION')).stdout;
}

async function openssh(file: string, name: string): Promise<string> {
  const child = spawn('ssh', ['-F', file, '-o', 'BatchMode=yes', name, 'echo $SSH_CONNECTION'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.on('data', (part) => {
    text += part;
  });
  await once(child, 'close');
  return text;
}

/** Which servers let somebody in, in the order of the configuration. */
const logins = (all: readonly Sshd[]): number[] =>
  all.map((sshd) => sshd.log().match(/Accepted publickey/g)?.length ?? 0);

describe.skipIf(missing)('the way that ssh would take', () => {
  test.each([
    ['straight', () => '', [1, 0, 0]],
    ['over a jump host', () => 'Host s1\n  ProxyJump s2\n', [1, 1, 0]],
    ['over a chain of them', () => 'Host s1\n  ProxyJump s2,s3\n', [1, 1, 1]],
    [
      'over the jump host of a jump host',
      () => 'Host s1\n  ProxyJump s2\nHost s2\n  ProxyJump s3\n',
      [1, 1, 1],
    ],
    [
      'by a program',
      ([first]: readonly Sshd[]) =>
        `Host s1\n  ProxyCommand bash -c "exec 3<>/dev/tcp/127.0.0.1/${first?.port}; cat <&3 & cat >&3"\n`,
      [1, 0, 0],
    ],
    [
      'by ssh as that program',
      (_: readonly Sshd[], file: string) =>
        `Host s1\n  ProxyCommand ssh -F "${file}" -W %h:%p s2\n`,
      [1, 1, 0],
    ],
    [
      'by a program to the jump host',
      ([, second]: readonly Sshd[]) =>
        `Host s1\n  ProxyJump s2\nHost s2\n  HostName 127.0.0.250\n  HostKeyAlias [127.0.0.1]:${second?.port}\n  ProxyCommand bash -c "exec 3<>/dev/tcp/127.0.0.1/%p; cat <&3 & cat >&3"\n`,
      [1, 1, 0],
    ],
    ['as Match exec says', () => 'Match host s1 exec "true"\n  ProxyJump s3\n', [1, 0, 1]],
  ] as const)('%s', async (_, config, each) => {
    const { all, file, write } = await servers(3);
    write((servers) => config(servers, file));
    expect(await openssh(file, 's1')).toContain('127.0.0.1');
    expect(logins(all)).toEqual(each);
    expect(await tutti(file, 's1')).toContain('127.0.0.1');
    expect(logins(all)).toEqual(each.map((count) => count * 2));
  });

  test('is refused where the key of a jump host is not known, before anything is sent behind it', async () => {
    const { all, file, write } = await servers(2);
    write(() => 'Host s2\n  UserKnownHostsFile /dev/null\nHost s1\n  ProxyJump s2\n');
    expect(await openssh(file, 's1')).toBe('');
    await expect(tutti(file, 's1')).rejects.toThrow(/^jump host s2: host key unknown/);
    expect(logins(all)).toEqual([0, 0]);
  });

  test('has a name that cannot be taken for an option', async () => {
    const { file, write } = await servers(1);
    write(() => '');
    for (const name of ['-oProxyCommand=true', 'a;b', 'a b', 'a\x1b[2J']) {
      await expect(tutti(file, name)).rejects.toThrow('could be taken for something else');
    }
  });
});
