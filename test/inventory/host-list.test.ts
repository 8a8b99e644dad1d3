import { describe, expect, it } from 'vitest';
import { passwordInName } from '../../src/inventory/endpoint.ts';
import { hostList } from '../../src/inventory/host-list.ts';
import { hostsOf, parseAs, refusalOf } from '../support/parse-inventory.ts';

const names: [text: string, hosts: string][] = [
  ['web01\nweb02\n', 'web01 web02'],
  ['web01', 'web01'],
  ['# all of them\n\n  web[01-03]  # front\r\ndb[1-4/3],x\n', 'web01 web02 web03 db1 db4 x'],
  ['web01\nweb[01-02]\n', 'web01 web02'],
  ['10.0.0.1\nfe80::1%eth0\n', '10.0.0.1 fe80::1%eth0'],
];

const mistakes: [text: string, problem: string][] = [
  ['# nothing\n', 'i:1:1: there is no host in it – write one host or node set a line'],
  [
    'web01\n  web02 web03\n',
    'i:2:3: `web02` is not alone in its line – write a comma between two names',
  ],
  [
    'web01\nweb[1-\n',
    'i:2:1: `web[1-`: a bracket is never closed – write its "]", as in web[01-04]',
  ],
  ['web01:0\n', 'i:1:1: the port must be a whole number from 1 to 65535 – write web01:22'],
  ['web01:99999\n', 'i:1:1: the port must be a whole number from 1 to 65535 – write web01:22'],
  [
    '-oProxyCommand=x\n',
    'i:1:1: `-oProxyCommand=x`: a host name does not start with "-" – leave it out (ssh would take it for an option)',
  ],
  [
    'web01\nweb02 root s3cret\n',
    'i:2:1: `web02` is not alone in its line – write a comma between two names',
  ],
  ['root:s3cret@web01\n', `i:1:1: ${passwordInName}`],
  ['all\n', 'i:1:1: `all` means something in targets – give the host another name'],
  ['w[1-999999999]\n', 'i:1:1: more than a million names up to here – split the inventory'],
];

describe('a list of hosts', () => {
  it.each(names)('%j gives %s', async (text, hosts) => {
    expect([...(await parseAs(hostList, text)).hosts.keys()].join(' ')).toBe(hosts);
  });

  it('may say user and port', async () => {
    expect(hostsOf(await parseAs(hostList, 'me@web[1-2]:2222\n[::1]:23\n'))).toEqual({
      web1: { address: 'web1', user: 'me', port: 2222 },
      web2: { address: 'web2', user: 'me', port: 2222 },
      '::1': { address: '::1', port: 23 },
    });
  });

  it.each(mistakes)('%j is refused', async (text, problem) => {
    expect(await refusalOf(parseAs(hostList, text))).toBe(problem);
  });
});
