import { describe, expect, it } from 'vitest';
import type { Host } from '../../../src/domain/host.ts';
import { HandshakeDropped } from '../../../src/transport/connect-failure.ts';
import { loginFailure, tooSlow } from '../../../src/transport/openssh/login-failure.ts';
import { LoginLog } from '../../../src/transport/openssh/login-log.ts';
import { plainHost } from '../../support/case-host.ts';
import { plainRoutes } from '../../support/routes.ts';

const connected = 'debug1: Connection established.\n';
const keyed = `${connected}debug1: SSH2_MSG_NEWKEYS received\n`;
const takes = 'debug1: Authentications that can continue: publickey,password\n';

const tooMany =
  'Received disconnect from 127.0.0.1 port 22:2: Too many authentication failures\r\n';

const jump: Host = { ...plainHost, name: 'jump', user: 'me' };
const route = await plainRoutes([jump])({ ...plainHost, name: 'web01', user: 'me' });
const behind = await plainRoutes([jump])({ ...plainHost, name: 'b', user: 'me', jump: ['jump'] });

interface Circumstances {
  readonly said?: string;
  readonly secretSent?: boolean;
  readonly reason?: string;
  readonly on?: typeof route;
}

const failed = (
  log: string,
  { said = '', secretSent = false, reason, on = route }: Circumstances = {},
) =>
  loginFailure(on, {
    log: new LoginLog(log),
    said,
    answers: { hindrances: [], secretSent, reason },
  });

describe('a login by ssh that failed', () => {
  it.each<[string, string, string, boolean, RegExp, Circumstances?]>([
    [
      'refused',
      'ssh: connect to host 127.0.0.1 port 22: Connection refused\r\n',
      'unreachable',
      true,
      /^connection refused by 127\.0\.0\.1:22 – is sshd running there\?$/,
    ],
    [
      'no route',
      'ssh: connect to host 127.0.0.1 port 22: No route to host\r\n',
      'unreachable',
      true,
      /^no route to/,
    ],
    [
      'no answer',
      'ssh: connect to host 127.0.0.1 port 22: Connection timed out\r\n',
      'timeout',
      true,
      /^no answer from/,
    ],
    [
      'no name',
      'ssh: Could not resolve hostname x: Name or service not known\r\n',
      'unreachable',
      true,
      /^no address for/,
    ],
    [
      'no method left',
      `${keyed}${takes}me@127.0.0.1: Permission denied (publickey,password).\r\n`,
      'auth',
      false,
      /^login as me refused, the host takes publickey, password – check user: and identity_file:, or/,
    ],
    [
      'too many keys',
      `${keyed}Received disconnect from 127.0.0.1 port 22:2: Too many authentication failures\r\nDisconnected from 127.0.0.1 port 22\r\n`,
      'auth',
      false,
      /too many keys were refused/,
    ],
    [
      'too many keys, and no password for them',
      `${keyed}Received disconnect from 127.0.0.1 port 22:2: Too many authentication failures\r\n`,
      'auth',
      false,
      /^not tried$/,
      { reason: 'not tried' },
    ],
    [
      'too many tries, of which the password was the last',
      `${keyed}Received disconnect from 127.0.0.1 port 22:2: Too many authentication failures\r\n`,
      'auth',
      false,
      /the password was refused, as the last of too many tries – check user: and password:$/,
      { secretSent: true },
    ],
    [
      'no common algorithm',
      `${connected}Unable to negotiate with 127.0.0.1 port 22: no matching MAC found. Their offer: a,b\r\n`,
      'protocol',
      false,
      /^127\.0\.0\.1:22: no matching MAC found\. Their offer: a,b$/,
    ],
    [
      'another protocol',
      `${connected}kex_exchange_identification: banner line contains invalid characters\r\n`,
      'protocol',
      false,
      /does not speak SSH – is that an SSH server\?$/,
    ],
    [
      'cut in the login',
      `${keyed}Connection closed by 127.0.0.1 port 22\r\n`,
      'unreachable',
      true,
      /closed the connection during the login/,
    ],
  ])('is told as what it was: %s', (_, log, kind, retry, message, how) => {
    const error = failed(log, how);
    expect([error.failure.kind, error.retry]).toEqual([kind, retry]);
    expect(error.message).toMatch(message);
  });

  it.each([
    'kex_exchange_identification: Connection closed by remote host\r\nConnection closed by 127.0.0.1 port 22\r\n',
    'kex_exchange_identification: read: Connection reset by peer\r\n',
    'Connection reset by 127.0.0.1 port 22\r\n',
  ])('and was dropped by a busy server may be tried again: %j', (log) => {
    expect(failed(connected + log)).toBeInstanceOf(HandshakeDropped);
  });

  it('after a password was sent is not tried again when the link is cut', () => {
    const error = failed(`${keyed}Connection closed by 127.0.0.1 port 22\r\n`, {
      secretSent: true,
    });
    expect([error.failure.kind, error.retry]).toEqual(['auth', false]);
  });

  it('behind a jump host that cannot reach it says which', () => {
    const said = 'Stdio forwarding request failed: Session open refused by peer\r\n';
    const error = failed(`${connected}Connection closed by UNKNOWN port 65535\r\n`, {
      said,
      on: behind,
    });
    expect(error.message).toMatch(/^jump host jump cannot reach 127\.0\.0\.1:22 – /);
  });

  it('for a reason of its own is quoted, made safe', () => {
    const said = 'command-line: line 0: Bad configuration option: x\x1b[2J\r\n';
    expect(failed('', { said }).message).toMatch(/Bad configuration option: x[^\x1b]*$/);
    expect(failed('').message).toMatch(/ssh has ended without a word/);
  });

  it.each([
    ['', /^no answer from .* is the address right/],
    [connected, /took the connection but is silent/],
    [keyed, /^no end of the login .* connect_timeout:/],
  ])('and took too long says how far it came, after %j', (log, message) => {
    const error = tooSlow(route, new LoginLog(log));
    expect([error.failure.kind, error.retry]).toEqual(['timeout', true]);
    expect(error.message).toMatch(message);
  });
});

describe('the log of a login', () => {
  it('knows whether an answer was refused, or was one of several steps', () => {
    const before = `${keyed}${takes}`;
    const partial = 'Authenticated using "password" with partial success.\n';
    const log = (since: string) => new LoginLog(before + since);
    expect(log('').refusedSince(before.length)).toBe(false);
    expect(log(takes).refusedSince(before.length)).toBe(true);
    expect(log(tooMany).refusedSince(before.length)).toBe(true);
    expect(log(partial + takes).refusedSince(before.length)).toBe(false);
    expect(log(partial + takes).tookStepSince(before.length)).toBe(true);
  });
});
