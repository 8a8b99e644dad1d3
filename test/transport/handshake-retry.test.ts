import { expect, test } from 'vitest';
import type { FailureKind } from '../../src/domain/failure.ts';
import { ConnectError } from '../../src/transport/channel.ts';
import { HandshakeDropped } from '../../src/transport/connect-failure.ts';
import { retryUnreached } from '../../src/transport/handshake-retry.ts';

const failed = (kind: FailureKind, retry = true) =>
  new ConnectError({ kind, message: kind }, retry);

test.each([
  ['a server that is not reached is', failed('unreachable'), 3],
  ['one that is silent is', failed('timeout'), 3],
  ['what can be no better is not', failed('unreachable', false), 1],
  ['a login that was refused is not', failed('auth', false), 1],
  ['a host key is not', failed('host-key', false), 1],
  [
    'a handshake that was dropped, which has its own tries, is not',
    new HandshakeDropped({ kind: 'unreachable', message: 'dropped' }, true),
    1,
  ],
])('%s tried as often as ConnectionAttempts says', async (_, error, tries) => {
  let made = 0;
  const attempt = () => {
    made += 1;
    return Promise.reject(error);
  };
  await expect(retryUnreached(3, attempt, undefined, 0)).rejects.toBe(error);
  expect(made).toBe(tries);
});

test('no more tries are made once there is an answer, or nobody waits for it', async () => {
  const answers = [failed('unreachable'), undefined];
  const attempt = async () => {
    const error = answers.shift();
    if (error) throw error;
    return 'in';
  };
  expect(await retryUnreached(3, attempt, undefined, 0)).toBe('in');
  const released = new AbortController();
  const down = () => Promise.reject(failed('unreachable'));
  const tried = retryUnreached(3, down, released.signal, 60_000);
  released.abort();
  await expect(tried).rejects.toThrow();
});
