import { describe, expect, it } from 'vitest';
import type { Host } from '../../src/domain/host.ts';
import { SshConfigs } from '../../src/ssh-config/ssh-configs.ts';
import { routeWords } from '../../src/transport/route-words.ts';
import { Routes } from '../../src/transport/routes.ts';
import { Sandbox } from '../support/sandbox.ts';

const plain: Host = { name: 'web01', address: 'web01', shell: 'auto', vars: {} };

/** The route of a host, in words, with these lines in ssh's configuration. */
async function wordsOf(host: Partial<Host>, config = '', jumps: readonly Host[] = []) {
  const file = new Sandbox().write('ssh_config', config);
  const configs = new SshConfigs({ file });
  const routes = new Routes({
    find: (name) => jumps.find((jump) => jump.name === name),
    configuration: (query) => configs.of(query),
  });
  const whole = { ...plain, ...host };
  return routeWords(whole, await routes.to(whole)).join('\n');
}

describe('the route of a host in the debug log', () => {
  it('says of each part whether the inventory or ssh’s configuration has said it', async () => {
    const config = 'Host web01\nHostName 10.1.1.1\nUser them\nConnectTimeout 7\n';
    expect(await wordsOf({ port: 2222 }, config)).toContain(
      'route: them@10.1.1.1:2222 (address by ssh, port by inventory, user by ssh)\nroute: transport auto, 7 s to connect (by ssh)',
    );
    const ours = { address: '10.2.2.2', user: 'me', connectTimeout: 3 };
    expect(await wordsOf(ours, config)).toContain(
      'route: me@10.2.2.2:22 (address by inventory, port by ssh, user by inventory)\nroute: transport auto, 3 s to connect (by inventory or --connect-timeout)',
    );
    expect(await wordsOf({})).toContain('@web01:22 (address its name, ');
  });

  it('names jump hosts with their own login, and of a ProxyCommand the program alone', async () => {
    const bastion = { ...plain, name: 'bastion', address: '10.0.0.1', user: 'ops' };
    const keyed = {
      ...bastion,
      identityFiles: ['/keys/ops'],
      password: { kind: 'prompt' as const },
    };
    const words = await wordsOf({ jump: ['bastion'] }, '', [keyed]);
    expect(words).toContain('route: over jump host bastion (ops@10.0.0.1:22) (by inventory)');
    expect(words).toMatch(
      /route: jump host bastion: login by .*\/keys\/ops.*; password asked for$/m,
    );
    const proxied = await wordsOf({}, 'ProxyCommand nc --auth me:s3cret %h %p\n');
    expect(proxied).toContain('route: by ProxyCommand nc\n');
    expect(proxied).not.toContain('s3cret');
  });

  it.each([
    [{ kind: 'stored' }, 'password in the inventory'],
    [{ kind: 'command', argv: ['pass', 'show', 's3cret'] }, 'password by password_command'],
    [{ kind: 'env', name: 'S3CRET' }, 'password by password_env'],
    [{ kind: 'keyring', service: 's3cret' }, 'password of the keyring'],
  ] as const)('says where a password comes from: %j', async (password, wanted) => {
    const words = await wordsOf({ password });
    expect(words).toContain(`; ${wanted}`);
    expect(words.toLowerCase()).not.toContain('s3cret');
  });

  it('says what the operator has chosen otherwise than usual', async () => {
    const config = 'Ciphers aes256-ctr\nBatchMode yes\nCertificateFile /keys/cert.pub\n';
    const words = await wordsOf({}, config);
    expect(words).toContain("route: of ssh's configuration: cipher aes256-ctr");
    expect(words).toContain("route: of ssh's configuration: BatchMode: nobody is asked");
    expect(words).toContain('CertificateFile, which only ssh itself can');
  });
});
