import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';

/** Real OpenSSH daemons on loopback, one for each host, all with a user made for the bench: nobody's start-up files are measured. */
export interface Fleet {
  readonly folder: string;
  readonly hosts: readonly string[];
  readonly port: number;
  readonly sshConfig: string;
  readonly inventory: string;
  close(): void;
}

const sshd = '/usr/sbin/sshd';
const port = 2297;
const user = 'tutti-bench';

export const canStartFleet = (): boolean => existsSync(sshd) && userInfo().uid === 0;

export async function startFleet(count: number): Promise<Fleet> {
  const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = mkdtempSync(path.join(base, 'tutti-bench-'));
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  chmodSync(folder, 0o755);
  const home = path.join(folder, 'home');
  mkdirSync(home);
  execFileSync('useradd', ['-M', '-d', home, '-s', '/bin/bash', '-p', '*', user]);
  execFileSync('chown', [user, home]);
  keygen(path.join(folder, 'id'));
  keygen(path.join(folder, 'host'));
  const hosts = Array.from(
    { length: count },
    (_, i) => `127.41.${Math.floor(i / 250)}.${(i % 250) + 1}`,
  );
  const daemons = hosts.map((address) => startDaemon(folder, address));
  for (const address of hosts) await answers(address);
  const sshConfig = path.join(folder, 'ssh_config');
  const known = readFileSync(path.join(folder, 'host.pub'), 'utf8')
    .split(' ')
    .slice(0, 2)
    .join(' ');
  writeFileSync(
    path.join(folder, 'known_hosts'),
    hosts.map((host) => `[${host}]:${port} ${known}\n`).join(''),
  );
  writeFileSync(sshConfig, sshConfigText(folder));
  writeFileSync(
    `${sshConfig}_kept`,
    `${sshConfigText(folder)}  ControlMaster auto\n  ControlPath ${folder}/cm-%h\n  ControlPersist 60\n`,
  );
  const inventory = path.join(folder, 'inventory.yaml');
  writeFileSync(inventory, inventoryText(folder, hosts));
  return {
    folder,
    hosts,
    port,
    sshConfig,
    inventory,
    close() {
      for (const daemon of daemons) daemon.kill('SIGKILL');
      execFileSync('sh', [
        '-c',
        `ps -o pid= -u ${user} | xargs -r kill -9 2>/dev/null; sleep 0.3; userdel -f ${user} 2>/dev/null`,
      ]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const keygen = (file: string) =>
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);

function startDaemon(folder: string, address: string) {
  const options = [
    `ListenAddress=${address}`,
    `Port=${port}`,
    `HostKey=${folder}/host`,
    'PidFile=none',
    'UsePAM=no',
    'UseDNS=no',
    'StrictModes=no',
    `AuthorizedKeysFile=${folder}/id.pub`,
    `AllowUsers=${user}`,
    'MaxStartups=4000',
    'MaxSessions=4000',
    'PrintMotd=no',
    'PrintLastLog=no',
    'LogLevel=ERROR',
    'Subsystem=sftp internal-sftp',
  ];
  const args = [
    '-D',
    '-f',
    '/dev/null',
    '-E',
    `${folder}/log`,
    ...options.flatMap((option) => ['-o', option]),
  ];
  return spawn(sshd, args, { stdio: 'ignore' });
}

async function answers(address: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const up = await new Promise<boolean>((resolve) => {
      const socket = connect(port, address, () => {
        socket.destroy();
        resolve(true);
      }).on('error', () => resolve(false));
    });
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${address} does not answer`);
}

/** curve25519 for everybody: OpenSSH's own default costs it three times as much on loopback. */
const sshConfigText = (folder: string): string => `Host *
  Port ${port}
  User ${user}
  IdentityFile ${folder}/id
  IdentitiesOnly yes
  IdentityAgent none
  BatchMode yes
  UserKnownHostsFile ${folder}/known_hosts
  GlobalKnownHostsFile none
  CheckHostIP no
  StrictHostKeyChecking yes
  KexAlgorithms curve25519-sha256
  LogLevel ERROR
`;

const inventoryText = (folder: string, hosts: readonly string[]): string => `version: 1
defaults: { user: ${user}, port: ${port}, identity_file: ${folder}/id, known_hosts: ${folder}/known_hosts }
hosts:
${hosts.map((address, i) => `  h${String(i + 1).padStart(3, '0')}: { address: ${address} }\n`).join('')}`;
