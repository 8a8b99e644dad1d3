import { expect, test } from 'vitest';
import { nearest } from '../../src/domain/nearest.ts';

const names = ['web_clusters', 'web01', 'web02', 'db01', 'db_servers', 'bastion', 'Staging'];

test.each([
  ['wbe01', ['web01', 'web02', 'db01']],
  ['web1', ['web01', 'web02']],
  ['web', ['web01', 'web02', 'web_clusters']],
  ['basiton', ['bastion']],
  ['bastoin', ['bastion']],
  ['bast', ['bastion']],
  ['bastion2', ['bastion']],
  ['db-servers', ['db_servers']],
  ['staging', ['Staging']],
  ['STAGNIG', ['Staging']],
  ['mail', []],
  ['x', []],
  ['', []],
])('for %s it is %j', (typed, meant) => {
  expect(nearest(typed, names)).toEqual(meant);
});

test('the fewest mistakes come first, then the likest length, then the order given', () => {
  expect(nearest('web05', ['web999', 'web1', 'web0', 'web15', 'web06'])).toEqual([
    'web15',
    'web06',
    'web0',
  ]);
});

test('gives as many as asked for, each once', () => {
  expect(nearest('web', ['web1', 'web2', 'web1', 'web3', 'web4'], 2)).toEqual(['web1', 'web2']);
});
