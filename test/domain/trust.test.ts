import { describe, expect, it } from 'vitest';
import type { HostState } from '../../src/domain/host.ts';
import type { UnknownKey } from '../../src/domain/host-key.ts';
import { hostsOf, ownerOf, trustEntries } from '../../src/domain/trust.ts';

const unknown = (name: string, key: string, jump?: string): UnknownKey => ({
  name,
  type: 'ssh-ed25519',
  key,
  fingerprint: `SHA256:${key}`,
  file: '/kh',
  hashed: false,
  ...(jump !== undefined && { jump }),
});

const refused = (unknownKey?: UnknownKey): HostState => ({
  kind: 'failed',
  failure: { kind: 'host-key', message: 'host key', ...(unknownKey && { unknownKey }) },
});

const entries = (states: Readonly<Record<string, HostState>>) =>
  trustEntries(Object.entries(states));

describe('keys that wait for trust', () => {
  it('are those of hosts that were refused for it, and no others', () => {
    const found = entries({
      web1: refused(unknown('web1', 'A')),
      web2: refused(),
      web3: { kind: 'connecting' },
    });
    expect(found.map(ownerOf)).toEqual(['web1']);
  });

  it('stand together where they are one and the same, the largest such group first', () => {
    const found = entries({
      web1: refused(unknown('web1', 'A')),
      web2: refused(unknown('web2', 'B')),
      web3: refused(unknown('web3', 'C')),
      web4: refused(unknown('web4', 'B')),
    });
    expect(found.map((entry) => [ownerOf(entry), entry.alike])).toEqual([
      ['web2', 2],
      ['web4', 2],
      ['web1', 1],
      ['web3', 1],
    ]);
  });

  it('are one for all hosts behind a jump host', () => {
    const bastion = unknown('bastion', 'J', 'bastion');
    const found = entries({
      db1: refused(bastion),
      db2: refused(bastion),
      web1: refused(unknown('web1', 'A')),
    });
    expect(found.map(ownerOf)).toEqual(['bastion (jump host of 2)', 'web1']);
    expect(hostsOf(found)).toEqual(['db1', 'db2', 'web1']);
  });

  it('are two where one host goes by two names', () => {
    const found = entries({
      web1: refused(unknown('web1', 'A')),
      alias: refused(unknown('10.0.0.1', 'A')),
    });
    expect(found.map(({ alike }) => alike)).toEqual([2, 2]);
  });
});
