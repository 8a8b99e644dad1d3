import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createAutoTransport } from '../../src/transport/auto-transport.ts';
import { createOpensshTransport } from '../../src/transport/openssh/transport.ts';
import { createSsh2Transport } from '../../src/transport/ssh2-transport.ts';
import { CaseHost } from '../support/case-host.ts';
import { embeddedHost } from '../support/embedded-fleet.ts';
import { sshKey } from '../support/key-files.ts';

afterEach(() => vi.unstubAllEnvs());

/** One that takes connections and says nothing. */
async function silentAgent(folder: string): Promise<string> {
  const socket = path.join(folder, 'silent agent');
  const agent = createServer((link) => void link.on('error', () => {}).resume());
  await once(agent.listen(socket), 'listening');
  onTestFinished(() => void agent.close());
  return socket;
}

const openssh = () => createOpensshTransport({ config: 'none' });
const auto = () => createAutoTransport(createSsh2Transport(), openssh());

test.skipIf(!existsSync('/usr/bin/ssh')).each([
  ['goes on with the files', 'ready', createSsh2Transport],
  ['is told of where these do not help', 'failed', createSsh2Transport],
  ['is told of although ssh itself might do more', 'failed', auto],
  ['is told of where ssh itself waits for it', 'retrying', openssh],
])('a silent agent leaves time of a short connect: it %s', async (_, kind, transport) => {
  const { host, fleet } = await embeddedHost();
  const file = kind === 'ready' ? fleet.identityFile : sshKey(fleet.scratch, 'ed25519');
  writeFileSync(`${file}.pub`, execFileSync('ssh-keygen', ['-y', '-f', file]));
  const socket = await silentAgent(fleet.scratch);
  vi.stubEnv('SSH_AUTH_SOCK', socket);
  const short = { ...host, identityFiles: [file], connectTimeout: 3.9 };
  const dialled = new CaseHost(transport(), short);
  onTestFinished(() => dialled.remote.close());
  dialled.remote.connect();
  await dialled.until(() => ['ready', 'failed', 'retrying'].includes(dialled.remote.state.kind));
  const why = {
    failure: { message: expect.stringContaining(`ssh-agent: ${socket} gives no answer`) },
  };
  expect(dialled.remote.state).toMatchObject({ kind, ...(kind !== 'ready' && why) });
});
