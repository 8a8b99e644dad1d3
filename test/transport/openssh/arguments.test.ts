import { describe, expect, it } from 'vitest';
import type { Host } from '../../../src/domain/host.ts';
import { masterArguments, type SshOptions } from '../../../src/transport/openssh/arguments.ts';
import type { Route } from '../../../src/transport/route.ts';
import { plainHost } from '../../support/case-host.ts';
import { plainRoutes } from '../../support/routes.ts';

const files = { control: '/run/c', log: '/run/l', unrecorded: '/run/k', keyKeeper: '/run/keep' };
const usual: SshOptions = { files, version: 9.2, keepalive: 5 };

const routeOf = (host: Partial<Host>): Promise<Route> =>
  plainRoutes()({ ...plainHost, user: 'me', ...host });

/** The words behind -o. */
const words = (args: readonly string[]) => args.filter((_, i) => args[i - 1] === '-o');

async function wordsFor(host: Partial<Host>, change: Partial<Route['ssh']> = {}) {
  const route = await routeOf(host);
  const ssh = { ...route.ssh, ...change };
  return words(masterArguments({ ...route, ssh }, usual));
}

describe('the arguments of ssh', () => {
  it('end with the name, which can be taken for nothing else', async () => {
    const args = masterArguments(await routeOf({ name: 'web01' }), usual);
    expect(args.slice(-2)).toEqual(['--', 'web01']);
    expect(args.slice(0, 6)).toEqual(['-M', '-N', '-x', '-T', '-S', '/run/c']);
  });

  it('name the file of ssh’s configuration where one was chosen', async () => {
    const args = masterArguments(await routeOf({}), { ...usual, config: 'none' });
    expect(args.slice(0, 2)).toEqual(['-F', 'none']);
  });

  it.each<[string, Partial<Host>, string[]]>([
    [
      'where it is',
      { address: 'fe80::1%eth0', port: 2222, user: 'op' },
      ['HostName=fe80::1%%eth0', 'Port=2222', 'User=op', 'ProxyCommand=none'],
    ],
    [
      'its keys, and no others of the agent',
      { identityFiles: ['/k/a b', '/k/50%'] },
      ['IdentityFile="/k/a b"', 'IdentityFile="/k/50%%"', 'IdentitiesOnly=yes'],
    ],
    ['that there is no key', { identityFiles: [] }, ['IdentityFile=none', 'IdentitiesOnly=yes']],
    [
      'its own known_hosts alone',
      { knownHosts: '/k/"h"' },
      ['UserKnownHostsFile="/k/\\"h\\""', 'GlobalKnownHostsFile=/dev/null', 'HashKnownHosts=no'],
    ],
    ['that an unknown key is refused', { hostKeyCheck: 'ask' }, ['StrictHostKeyChecking=yes']],
    ['that one is recorded', { hostKeyCheck: 'accept-new' }, ['StrictHostKeyChecking=accept-new']],
    ['that nobody has a password', {}, ['PasswordAuthentication=no', 'BatchMode=no']],
  ])('say %s', async (_, host, said) => {
    expect(await wordsFor(host)).toEqual(expect.arrayContaining(said));
  });

  it('record no key of a host that is not checked, and refuse a changed one', async () => {
    const said = await wordsFor({ hostKeyCheck: 'no', knownHosts: '/k/h' });
    expect(said).toContain('StrictHostKeyChecking=accept-new');
    expect(said).toContain('UserKnownHostsFile="/run/k" "/k/h"');
  });

  it('leave passwords to ssh where there is one, in our order', async () => {
    const said = await wordsFor({ password: { kind: 'stored' } });
    expect(said).not.toContain('PasswordAuthentication=no');
    expect(said).toContain(
      'PreferredAuthentications=gssapi-with-mic,hostbased,publickey,password,keyboard-interactive',
    );
  });

  it('leave the order of methods to ssh’s configuration where it has one', async () => {
    const said = await wordsFor({}, { methods: ['keyboard-interactive', 'publickey'] });
    expect(said.join()).not.toContain('PreferredAuthentications');
  });

  it('ask nobody in batch mode, but give what is stored', async () => {
    const batch = { batchMode: true };
    expect(await wordsFor({}, batch)).toContain('BatchMode=yes');
    expect(await wordsFor({ password: { kind: 'prompt' } }, batch)).toContain('BatchMode=yes');
    expect(await wordsFor({ password: { kind: 'stored' } }, batch)).toContain('BatchMode=no');
  });

  it('say our own before what the inventory’s ssh_options say: the first wins', async () => {
    const said = await wordsFor({
      sshOptions: { LogLevel: 'QUIET', ControlPersist: 'yes', Compression: 'yes' },
    });
    expect(said.indexOf('LogLevel=DEBUG1')).toBeLessThan(said.indexOf('LogLevel=QUIET'));
    expect(said.indexOf('ControlPersist=no')).toBeLessThan(said.indexOf('ControlPersist=yes'));
    expect(said).toContain('Compression=yes');
  });

  it('say nothing that an older ssh does not know', async () => {
    const route = await routeOf({});
    const old = words(masterArguments(route, { ...usual, version: 7.6 })).join();
    expect(old).not.toMatch(/KnownHostsCommand|ForkAfterAuthentication|StdinNull/);
    const recent = words(masterArguments(route, usual)).join();
    expect(recent).toMatch(/KnownHostsCommand=\/bin\/sh "\/run\/keep" %I %t %K/);
  });

  it('leave a KnownHostsCommand of ssh’s configuration alone', async () => {
    const said = await wordsFor({}, { onlyOpenssh: ['KnownHostsCommand'] });
    expect(said.join()).not.toContain('KnownHostsCommand');
  });

  it('go the way that was found, or the one of ssh’s configuration', async () => {
    const route = await routeOf({});
    const found = words(masterArguments(route, { ...usual, way: 'ssh -W %h:%p x' }));
    expect(found).toContain('ProxyCommand=ssh -W %h:%p x');
    expect(await wordsFor({}, { proxyCommand: 'nc 10.0.0.1 22 #50%' })).toContain(
      'ProxyCommand=nc 10.0.0.1 22 #50%%',
    );
  });

  it('keep the signs of life that ssh’s configuration wants', async () => {
    expect((await wordsFor({})).join()).toContain('ServerAliveInterval=5');
    const said = await wordsFor({}, { serverAlive: { interval: 60, countMax: 2 } });
    expect(said.join()).not.toContain('ServerAlive');
  });
});
