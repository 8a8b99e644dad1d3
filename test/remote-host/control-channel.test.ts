import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { ControlChannel } from '../../src/remote-host/control-channel.ts';
import { controlRequest } from '../../src/remote-host/start-request.ts';
import { ChannelRefused } from '../../src/transport/channel.ts';
import { LocalTransport } from '../support/local-connection.ts';

const transports: LocalTransport[] = [];

afterEach(async () => {
  for (const transport of transports.splice(0)) await transport.cleanUp();
});

async function control(channels = 10) {
  const transport = new LocalTransport({ env: { PATH: '/usr/bin:/bin' }, cwd: '/', channels });
  transports.push(transport);
  const connection = await transport.connect();
  let opened = 0;
  const channel = new ControlChannel(() => {
    opened += 1;
    return connection.exec(controlRequest('full'));
  });
  return { channel, opened: () => opened };
}

test('questions are answered in their order by one living shell', async () => {
  const { channel, opened } = await control();
  const answers = await Promise.all([
    channel.ask('sleep 0.1; echo $$'),
    channel.ask('echo two'),
    channel.ask('echo "$$"'),
  ]);
  expect(answers[1]).toBe('two\n');
  expect(answers[0]).toBe(answers[2]);
  expect(opened()).toBe(1);
});

test('a script that fails or says nothing is answered too', async () => {
  const { channel } = await control();
  expect(await channel.ask('false')).toBe('');
  expect(await channel.ask('no-such-program; cat')).toBe('');
});

test('a shell that ended rejects its questions, and the next one gets a new shell', async () => {
  const { channel, opened } = await control();
  await expect(channel.ask('exit 0')).rejects.toThrow('the control channel has ended');
  expect(await channel.ask('echo back')).toBe('back\n');
  expect(opened()).toBe(2);
});

test('a refusal is handed on, and tried again at the next question', async () => {
  const { channel, opened } = await control(0);
  channel.warm();
  await expect(channel.ask(':')).rejects.toBeInstanceOf(ChannelRefused);
  await expect(channel.ask(':')).rejects.toBeInstanceOf(ChannelRefused);
  expect(opened()).toBe(2);
});

test('a shell that does not answer is abandoned: its questions reject, and the next one gets another', async () => {
  const { channel, opened } = await control();
  expect(await channel.ask('echo first')).toBe('first\n');
  const hung = Promise.allSettled([channel.ask('kill -STOP $$'), channel.ask('echo behind')]);
  await setImmediate();
  channel.abandon();
  const rejected = { reason: new Error('the control channel has ended') };
  expect(await hung).toMatchObject([rejected, rejected]);
  expect(await channel.ask('echo back')).toBe('back\n');
  expect(opened()).toBe(2);
});
