import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Host } from '../../src/domain/host.ts';
import { filesBeyondSsh2, moreThanSsh2 } from '../../src/transport/beyond-ssh2.ts';
import { plainHost } from '../support/case-host.ts';
import { plainRoutes } from '../support/routes.ts';
import { localFolder } from '../support/transferring.ts';

vi.stubEnv('SSH_AUTH_SOCK', undefined);
const { PATH = '' } = process.env;
afterEach(() => vi.stubEnv('PATH', PATH));

const routeOf = (host: Partial<Host>) => plainRoutes()({ ...plainHost, ...host });

/** A program of this name that does nothing but end so. */
function program(name: string, status: number): void {
  const folder = localFolder();
  writeFileSync(path.join(folder, name), `#!/bin/sh\nexit ${status}\n`, { mode: 0o755 });
  vi.stubEnv('PATH', `${folder}:${PATH}`);
}

describe('what ssh has more than ssh2', () => {
  it.each([
    ['a certificate beside the key', 'key-cert.pub', 'any', /^there is a certificate for .*key$/],
    ['a key on a token', 'key.pub', 'sk-ssh-ed25519@openssh.com AAAA x', /is on a security key$/],
    ['an ordinary key', 'key.pub', 'ssh-ed25519 AAAA x', undefined],
  ])('is seen in its files: %s', async (_, name, text, wanted) => {
    const folder = localFolder();
    writeFileSync(path.join(folder, name), text);
    const found = filesBeyondSsh2(await routeOf({ identityFiles: [path.join(folder, 'key')] }));
    if (wanted) expect(found).toMatch(wanted);
    else expect(found).toBeUndefined();
  });

  const gssapi = { sshOptions: { GSSAPIAuthentication: 'yes' } };

  it.each([
    ['a ticket', gssapi, 0, 'there is a Kerberos ticket'],
    ['one that has run out', gssapi, 1, undefined],
    ['one that ssh is not to use', {}, 0, undefined],
  ])('is asked of Kerberos: %s', async (_, host, status, wanted) => {
    program('klist', status);
    expect(await moreThanSsh2(await routeOf(host))).toBe(wanted);
  });
});
