import type { ParsedKey } from 'ssh2';
import { expect, test } from 'vitest';
import { LentKey } from '../../src/transport/lent-key.ts';
import { LoginKeys } from '../../src/transport/login-keys.ts';
import { plainHost } from '../support/case-host.ts';
import { connecting } from '../support/connecting.ts';
import { keyFolder, sshKey } from '../support/key-files.ts';
import { plainRoutes } from '../support/routes.ts';

test('an RSA key signs with SHA-1 for no server where PubkeyAcceptedAlgorithms does not name that', async () => {
  const file = sshKey(keyFolder(), 'rsa');
  const sshOptions = { PubkeyAcceptedAlgorithms: 'rsa-sha2-256', IdentityAgent: 'none' };
  const host = await plainRoutes()({ ...plainHost, identityFiles: [file], sshOptions });
  const hindrances: string[] = [];
  const { context } = connecting();
  const login = { host, context, hindrances, wanted: () => true, stepped: () => {} };
  const { value } = await new LoginKeys(login).methods().next();
  const { agent } = value as { agent: unknown };
  if (!(agent instanceof LentKey)) throw new Error('no key was offered');
  const sign = (hash: 'sha1' | 'sha256') =>
    new Promise<string>((resolve) => {
      agent.sign(agent.publicKey as ParsedKey, Buffer.from('data'), { hash }, (error, signature) =>
        resolve(signature ? 'signed' : String(error?.name)),
      );
    });
  expect(await sign('sha1')).toBe('NoSignature');
  expect(hindrances).toEqual([expect.stringContaining('with SHA-1 only')]);
  expect(await sign('sha256')).toBe('signed');
});
