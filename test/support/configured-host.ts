import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { Host } from '../../src/domain/host.ts';
import { SshConfigs } from '../../src/ssh-config/ssh-configs.ts';
import type { Transport } from '../../src/transport/channel.ts';
import { Routes } from '../../src/transport/routes.ts';
import { createSsh2Transport } from '../../src/transport/ssh2-transport.ts';
import { type ConnectingOptions, connecting, output } from './connecting.ts';
import { Sshd, type SshdOptions } from './sshd.ts';

export interface AttemptOptions extends ConnectingOptions {
  /** Absent: ssh2. */
  readonly transport?: (config: string) => Transport;
}

export interface Place {
  readonly sshd: Sshd;
  /** A file in the server's folder. */
  file(name: string, text?: string): string;
  /** Connects with `lines` in ssh's configuration. */
  by(lines: string, host?: Partial<Host>, options?: AttemptOptions): ReturnType<typeof attempt>;
}

export async function place(options: SshdOptions = {}): Promise<Place> {
  const sshd = await Sshd.start({ log: true, ...options });
  onTestFinished(() => sshd.stop());
  const file = (name: string, text?: string) => {
    const whole = path.join(sshd.folder, name);
    if (text !== undefined) writeFileSync(whole, text);
    return whole;
  };
  return { sshd, file, by: (lines, host, options) => attempt(sshd, file, lines, host, options) };
}

async function attempt(
  sshd: Sshd,
  file: Place['file'],
  lines: string,
  host: Partial<Host> = {},
  { transport = () => createSsh2Transport(), ...options }: AttemptOptions = {},
) {
  const usual = `Port ${sshd.port}\nHostName 127.0.0.1\nUser ${sshd.user}\nIdentityFile ${sshd.identityFile}\nUserKnownHostsFile ${sshd.knownHosts}\n`;
  const config = file('ssh_config', `${lines}\n${usual}`);
  const configs = new SshConfigs({ file: config });
  const routes = new Routes({ find: () => undefined, configuration: (query) => configs.of(query) });
  const operator = connecting(options);
  const route = await routes.to({ name: 's1', address: 's1', shell: 'auto', vars: {}, ...host });
  const connection = await transport(config)
    .connect(route, operator.context)
    .catch((error: Error) => error);
  if (!(connection instanceof Error)) onTestFinished(() => connection.close());
  return { ...operator, connection };
}

/** Its answer to a command; fails where there is no connection. */
export async function says({ connection }: Awaited<ReturnType<typeof attempt>>, command: string) {
  if (connection instanceof Error) throw connection;
  return (await output(connection, command)).stdout.trim();
}

export const why = ({ connection }: Awaited<ReturnType<typeof attempt>>): string =>
  connection instanceof Error ? connection.message : 'it let us in';

/** An agent that holds these keys, until the test ends. */
export async function agent(folder: string, keys: readonly string[]): Promise<string> {
  const socket = path.join(folder, 'agent');
  const child = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  onTestFinished(async () => {
    child.kill();
    await once(child, 'exit');
  });
  await vi.waitUntil(() => existsSync(socket));
  const env = { ...process.env, SSH_AUTH_SOCK: socket };
  for (const key of keys) execFileSync('ssh-add', [key], { env, stdio: 'ignore' });
  return socket;
}
