import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished, vi } from 'vitest';

/** An ssh-agent that holds these keys, as the environment's own until the test is over. */
export async function startAgent(folder: string, keys: readonly string[]): Promise<void> {
  const socket = path.join(folder, 'agent');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  onTestFinished(() => void agent.kill());
  await vi.waitUntil(() => existsSync(socket), { timeout: 5000 });
  const env = { ...process.env, SSH_AUTH_SOCK: socket };
  execFileSync('ssh-add', ['-q', ...keys], { env, stdio: 'ignore' });
  vi.stubEnv('SSH_AUTH_SOCK', socket);
  onTestFinished(() => void vi.stubEnv('SSH_AUTH_SOCK', undefined));
}
