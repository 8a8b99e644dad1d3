import { describe, expect, it } from 'vitest';
import { ssh2Words } from '../../src/transport/ssh2-words.ts';

/** What of these lines is told. */
function told(...lines: readonly string[]): string[] {
  const said: string[] = [];
  const take = ssh2Words((event) => said.push(event));
  for (const line of lines) take(line);
  return said;
}

describe('of what ssh2 says for debugging', () => {
  it.each([
    'Outbound: Sending CHANNEL_REQUEST (r:0, exec: export TOKEN=s3cret; run)',
    'Outbound: Sending CHANNEL_REQUEST (r:0, env: TOKEN=s3cret)',
    'Outbound: Sending CHANNEL_DATA (r:0, 32)',
    'Inbound: CHANNEL_DATA (r:0, 32)',
    'Inbound: CHANNEL_EXTENDED_DATA (r:0, 32)',
    'Outbound: Sending GLOBAL_REQUEST (keepalive@openssh.com)',
    'Outbound: Sending USERAUTH_INFO_RESPONSE',
    'Outbound: Sending USERAUTH_REQUEST (password: s3cret)',
    'SFTP: Outbound: Buffered OPEN (id:1)',
    'Custom crypto binding available',
  ])('%s is not told', (line) => {
    expect(told(line)).toEqual([]);
  });

  it.each([
    "Remote ident: 'SSH-2.0-OpenSSH_9.2'",
    'Outbound: Sending USERAUTH_REQUEST (publickey -- check)',
    'Outbound: Sending USERAUTH_REQUEST (password)',
    'Inbound: Received USERAUTH_FAILURE (publickey,password)',
    'Inbound: Received DISCONNECT (2, "Too many authentication failures")',
    'Inbound: CHANNEL_OPEN_FAILURE (r:3)',
    'Debug output from server: "user_key: forced command"',
    'Socket ended',
  ])('%s is told', (line) => {
    expect(told(line)).toEqual([`ssh2: ${line}`]);
  });

  it('what both sides offer is told where they do not meet, and of that part alone', () => {
    const well = [
      'Handshake: (local) KEX method: a,b',
      'Handshake: (remote) KEX method: b',
      'Handshake: KEX algorithm: b',
    ];
    const cipher = ['Handshake: (local) C->S cipher: x', 'Handshake: (remote) C->S cipher: y'];
    const none = 'Handshake: No matching C->S cipher';
    expect(told(...well, 'Handshake completed')).toEqual(['ssh2: Handshake completed']);
    expect(told(...well, ...cipher, none)).toEqual(
      [...cipher, none].map((line) => `ssh2: ${line}`),
    );
  });
});
