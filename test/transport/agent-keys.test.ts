import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { agentKeys } from '../../src/transport/agent-keys.ts';
import { keyFolder } from '../support/key-files.ts';

test.each([
  ['nothing', ''],
  ['what is no answer', '\xff\xff\xff\xffgarbage'],
])('an agent that says %s is hung up on, and told', async (_, said) => {
  const socket = path.join(keyFolder(), 'agent');
  const links: Socket[] = [];
  const agent = createServer((link) => {
    links.push(link.on('error', () => {}).resume());
    link.write(said, 'latin1');
  });
  await once(agent.listen(socket), 'listening');
  onTestFinished(() => void agent.close());
  await expect(agentKeys(socket, { listedWithin: 50 })).rejects.toThrow(
    `${socket} gives no answer`,
  );
  const [link] = links as [Socket];
  if (!link.closed) await once(link, 'close');
});
