import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/domain/failure.ts';
import { expand } from '../../src/domain/node-set.ts';
import { resolveTarget } from '../../src/domain/target.ts';
import type { TargetWorld } from '../../src/domain/target-world.ts';

const world: TargetWorld = {
  hosts: expand('web[01-04],db[1-3],bastion'),
  groups: new Map([
    ['web', expand('web[01-04]')],
    ['db', expand('db[1-3]')],
    ['rack1', ['web01', 'db1']],
    ['rack2', ['web02', 'db2']],
    ['spare', []],
  ]),
  results: new Map([
    ['failed', []],
    ['ok', ['db1', 'web01']],
    ['odd', ['web03']],
    ['block1', expand('web[01-02]')],
    ['block2', ['web03']],
    ['marked', ['db2', 'web04']],
    ['-', ['web01', 'db3']],
  ]),
};

describe('a target', () => {
  test.each([
    ['web01', 'web01'],
    ['@web01', 'web01'],
    ['web', 'web01 web02 web03 web04'],
    ['@web', 'web01 web02 web03 web04'],
    ['@web,bastion', 'web01 web02 web03 web04 bastion'],
    ['@db,web', 'web01 web02 web03 web04 db1 db2 db3'],
    ['db,@web', 'web01 web02 web03 web04 db1 db2 db3'],
    ['db3,db1,web02', 'web02 db1 db3'],
    ['web01,web01', 'web01'],
    ['web[01-03/2]', 'web01 web03'],
    ['@rack[1-2]', 'web01 web02 db1 db2'],
    ['rack[1-2]!db', 'web01 web02'],
    ['@web!web02', 'web01 web03 web04'],
    ['@web&@rack1', 'web01'],
    ['@web^web[02-04],db1', 'web01 db1'],
    ['web01,db1!db1,db2&db', 'db2'],
    ['web!web01,web01', 'web01 web02 web03 web04'],
    ['web*', 'web01 web02 web03 web04'],
    ['@web*', 'web01 web02 web03 web04'],
    ['web0?', 'web01 web02 web03 web04'],
    ['*[1-2]', 'web01 web02 db1 db2'],
    ['*!web*', 'db1 db2 db3 bastion'],
    ['*', 'web01 web02 web03 web04 db1 db2 db3 bastion'],
    ['@*', 'web01 web02 web03 web04 db1 db2 db3 bastion'],
    ['@all', 'web01 web02 web03 web04 db1 db2 db3 bastion'],
    ['all!@*', ''],
    ['@marked', 'web04 db2'],
    ['-', 'web01 db3'],
    ['@-,web02', 'web01 web02 db3'],
    ['@marked,@-!web', 'db2 db3'],
    ['@ok', 'web01 db1'],
    ['@block[1-2]', 'web01 web02 web03'],
    ['@web!@ok', 'web02 web03 web04'],
    ['@web!@failed', 'web01 web02 web03 web04'],
    ['@failed', ''],
    ['@spare,web01', 'web01'],
    [' web01 , @ db ! db[ 1 - 2 ] ', 'web01 db3'],
  ])('%j selects %j', (text, hosts) => {
    expect(resolveTarget(text, world, 'allow')).toEqual(hosts.split(' ').filter(Boolean));
  });

  test.each([
    ['wbe01', 'no host or group `wbe01` – did you mean web01, web02, web03?'],
    ['@bd', 'no host or group `bd` – did you mean db?'],
    ['faild', 'no host or group `faild` – did you mean failed?'],
    [
      'web01,@xyzzy',
      'no host or group `xyzzy` – write one of the inventory, such as web, db, rack1',
    ],
    ['web01,wbe1,wbe2,xyzzy', 'no host or group `wbe[1-2],xyzzy` – did you mean'],
    ['web[03-09]', 'no host or group `web[05-09]` – did you mean'],
    ['web[1-4]', 'no host or group `web[1-4]` – did you mean web, web01, web02?'],
    ['web01!web9', 'no host or group `web9`'],
    ['@all!prdo*', 'no host matches `prdo*` – write one of the inventory'],
    ['bastio?x', 'no host matches `bastio?x` – did you mean bastion?'],
    ['block3', 'no block3 in the last run – write one of block1, block2'],
    ['@slow', '`slow` is a set of the last run, which is not known here – write a host or a group'],
    ['', 'there is no name'],
    ['@', 'there is no name after "@" – write a group or a host, as in @web'],
    ['web01,@', 'there is no name after "@"'],
    ['@@web', 'there is "@" inside the name'],
    ['!web', 'nothing stands before "!" – write what to take from, as in @all!web01'],
    ['web&', 'a name is missing beside "&"'],
    ['web01 db1', 'write a comma between two names'],
    ['@-web', 'does not start with "-"'],
    ['web[1-300000]', '300,000 names, more than 200,000'],
    ['a[1-150000],b[1-150000]', '300,000 names'],
    ['*[1-1001]', '1001 wildcards: more than 1000 – write smaller ranges'],
  ])('%j is refused', (text, message) => {
    expect(() => resolveTarget(text, world, 'allow')).toThrow(UsageError);
    expect(() => resolveTarget(text, world, 'allow')).toThrow(message);
  });

  test.each([
    ['@failed', 'nothing failed in the last run'],
    ['@failed,@spare', '`@failed,@spare` leaves no host: nothing failed in the last run'],
    ['@spare', '`spare` has no hosts – add some in the inventory'],
    ['web!web*', '`web!web*` leaves no host: `web*` takes the last ones out – take fewer out'],
    ['@web&@db', '`@web&@db` leaves no host: none of those before "&" is in `db`'],
    ['web^@web', '`web^@web` leaves no host: those before "^" are all in `web`'],
  ])('%j without hosts says why', (text, message) => {
    expect(() => resolveTarget(text, world)).toThrow(message);
  });

  test('the beginning of a group means it rather than a host that is shorter', () => {
    const hosts = expand('web[01-04]');
    const demo: TargetWorld = { hosts, groups: new Map([['web_clusters', hosts]]) };
    expect(() => resolveTarget('@web', demo)).toThrow('did you mean web_clusters, web01, web02?');
  });

  test('without an inventory plain names are hosts, in the order written, and groups are not known', () => {
    const nowhere: TargetWorld = { hosts: [], groups: new Map(), anyHost: true };
    expect(resolveTarget('web[1-2],x', nowhere)).toEqual(['web1', 'web2', 'x']);
    expect(resolveTarget('@b,a!b', nowhere)).toEqual(['a']);
    expect(() => resolveTarget('a,@web', nowhere)).toThrow('no group `web`: there is no inventory');
    expect(() => resolveTarget('web*', nowhere)).toThrow('no host matches `web*`');
    expect(() => resolveTarget('@all', nowhere)).toThrow('the inventory has no hosts');
    expect(() => resolveTarget('@-', nowhere)).toThrow('there is no target before this one');
    expect(() => resolveTarget('@failed', nowhere)).toThrow('`failed` is a set of the last run');
  });

  test('everybody of an empty inventory is nobody', () => {
    const nobody: TargetWorld = { hosts: [], groups: new Map() };
    for (const text of ['*', '@*', '@all']) {
      expect(resolveTarget(text, nobody, 'allow')).toEqual([]);
      expect(() => resolveTarget(text, nobody)).toThrow('the inventory has no hosts – add some');
    }
    expect(() => resolveTarget('web01', nobody)).toThrow(
      'no host or group `web01` – the inventory has no hosts',
    );
  });

  test('a name with two meanings is refused, never guessed', () => {
    const twice: TargetWorld = {
      hosts: ['web', 'down', 'db1'],
      groups: new Map([['web', ['db1']]]),
    };
    expect(() => resolveTarget('web', twice)).toThrow(
      '`web` is both a host and a group – rename it in the inventory',
    );
    expect(() => resolveTarget('down', twice)).toThrow(
      '`down` is a reserved name and in the inventory',
    );
    expect(resolveTarget('db1', twice)).toEqual(['db1']);
  });

  test('names of JavaScript objects are names like others', () => {
    expect(() => resolveTarget('constructor', world)).toThrow('no host or group `constructor`');
    expect(() => resolveTarget('__proto__', world)).toThrow('no host or group `__proto__`');
  });
});
