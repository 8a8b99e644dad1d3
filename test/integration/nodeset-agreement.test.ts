import { describe, expect, test } from 'vitest';
import { fold } from '../../src/domain/fold.ts';
import { expand, size } from '../../src/domain/node-set.ts';
import { resolveTarget } from '../../src/domain/target.ts';
import type { TargetWorld } from '../../src/domain/target-world.ts';
import { askNodeset, findNodeset, type NodesetAnswer } from '../support/nodeset.ts';
import { seededRandom } from '../support/random.ts';
import { randomNames } from '../support/random-names.ts';

// Agreement with Debian's clustershell 1.9.1. Where we differ on purpose stands in `differences` below;
// group sources (`@source:group`, `@@source`) are not ours to know: there is one inventory.

const all = 'web[01-08],web10,db[1-12],r[1-3]n[1-4],gpu[098-101]-ib,n[09,010],bastion';
const groupSets = {
  all,
  web: 'web[01-08]',
  db: 'db[1-12]',
  front: 'web[01-04],bastion',
  rack1: 'web01,db[1-3],r1n[1-4]',
  rack2: 'web02,db[4-6],r2n[1-4]',
  rack3: 'web03,db[7-9],r3n[1-4]',
};
const world: TargetWorld = {
  hosts: expand(all),
  groups: new Map(
    Object.entries(groupSets)
      .filter(([name]) => name !== 'all')
      .map(([name, nodes]) => [name, expand(nodes)]),
  ),
};

const nodeSets = [
  'web1',
  'bastion',
  'web[1-3]',
  'web[01-20]',
  'web[001-100]',
  'web[08-11]',
  'web[8-11]',
  'web[0-3]',
  'web[00-03]',
  'web[0,00,000]',
  'web[1,3-5,08]',
  'web[1-2,03-04]',
  'web[5,3,1,2]',
  'web[1-5,3-8]',
  'web[7-7]',
  'db[1-9/2]',
  'db[1-9/4]',
  'db[01-10/3]',
  'db[1-3/5]',
  'db[0-100/25,7]',
  'web[1-3]-ib',
  'web[01-02].example.com',
  'web[1-2]a,web[1-2]b',
  'r[1-2]n[1-2]',
  'r[1-2]n[01-04]',
  'r[1-3]n[1-2]s[5,7]',
  'r[1-2]n[1-2]-ib',
  'r[1-3/2]n[1-9/4]',
  'r1n[1-4],r2n[1-4]',
  'r1n[1-4],r2n[1-3]',
  'r[1-3]n[1-2],r5n[1-2],r1n7',
  'r1n1,r2n1,r3n1,r1n2',
  'r2n3,r10n1,r9n4',
  'web1[0-3]',
  'web[1-3]0',
  'web1[0-3]5',
  '[1-3]',
  '[1-3]a',
  '10.0.0.[1-20]',
  '10.0.[0-3].[1-4]',
  '10.0.0.1,10.0.1.1,10.1.0.1',
  'web[1-3],db[1-2],adm',
  'b,web1,a,web-1,web1x,z9,Web1',
  'a%b[1-3]',
  'web[ 1 , 3 - 5 ]',
  '  web1 , db[1-2]  ',
  'web9,web10,web09,web010,web011,web8,web99,web100',
  'n[99999999999999-100000000000001]',
];

const targets = [
  '@web',
  '@all',
  '@*',
  '*',
  '@front,@db',
  '@web,db[1-3],bastion',
  '@web!web02',
  '@web!web[02-04]',
  '@web!@front',
  '@web&@front',
  '@web^@front',
  '@rack[1-3]',
  '@rack[1,3]',
  '@rack[1-3]&@web',
  '@rack[1-3]!@rack2',
  '@rack[1-2],@rack3!db[1-9]',
  'web01,web02!web01,web01',
  'web[01-04]&web[03-08]^web04',
  'web[01-04]^web[03-08]!web05',
  'web[01-04]!web[01-04]',
  'web01&db1',
  'web01^web01',
  'web01!web02&web01,db1',
  'db[1-12]&db[1-12/2]',
  'db[1-12]!db[1-12/3]',
  'db[1-12/2]^db[1-12/3]',
  'r[1-3]n[1-4]!r2n[2-3]',
  'r[1-3]n[1-4]&r[2-3]n[3-4]',
  'r[1-2]n[1-4]^r[2-3]n[1-4]',
  'web*',
  '*b*',
  'web0?',
  'web?0',
  'db?',
  'db??',
  'r?n[1-2]',
  'r*[1-2]',
  '*[1-2]',
  'r[1-2]*',
  '*-ib',
  'gpu*!gpu100-ib',
  '*!web*',
  '*&db*,web01',
  '@all!@web',
  '@*!@rack[1-3]',
  '@web&web*',
  '@db^db?',
  'gpu[098-101]-ib',
  'gpu[098-099]-ib,gpu100-ib',
  ' @web ! web01 , db1 ',
  '@web!web[ 01 , 03 - 04 ]',
];

const refused = [
  'web[1-3',
  'web1-3]',
  'web[1[2]]',
  'web[]',
  'web[1,]',
  'web[1,,2]',
  'web[5-1]',
  'web[01-9]',
  'web[1-09]',
  'web[001-10]',
  'web[1-5/0]',
  'web[1-5/x]',
  'web[5/2]',
  'web[a-c]',
  'web[1][2]',
  'web1,',
  ',web1',
  'web1,,web2',
  '!web01',
  'web01!',
  '&web01',
  'web01^',
  '@nosuchgroup',
];

/** What nodeset takes and we refuse, or what we take and it refuses; `null` is a refusal. */
const differences: readonly (readonly [
  text: string,
  ours: string | null,
  theirs: string | null,
  why: string,
])[] = [
  ['web99', null, 'web99', 'a host must be in the inventory'],
  ['web01!web99', null, 'web01', 'a slip after "!" would run on more hosts than meant'],
  ['@all!prdo*', null, fold(expand(all)), 'so would a wildcard that finds nobody'],
  ['web', 'web[01-08]', 'web', 'a bare name may be a group'],
  ['front,@db', 'bastion,db[1-12],web[01-04]', 'db[1-12],front', 'a bare name may be a group'],
  ['@web01', 'web01', null, '"@" may stand before a host, too'],
  ['@r*', 'r[1-3]n[1-4]', null, 'wildcards are over hosts, with or without "@"'],
  ['n0[9-10]', 'n[09,010]', null, 'digits before a bracket are text, like letters'],
  [
    'gpu0[98-99]-ib',
    'gpu[098-099]-ib',
    'gpu[098-099]-ib',
    'and mean the same where both take them',
  ],
  ['web[-1]', null, 'web-1', 'no negative numbers: write web-[1]'],
  ['db[3/1]', null, 'db3', 'a step needs a range'],
  ['web 01', null, 'web 01', 'no white space inside a name: it is a comma left out'],
  ['', null, '', 'a target names somebody'],
  [
    'r1n1,r3n[1-2],r2n[1-2]',
    'r[2-3]n[1-2],r1n1',
    'r[1-2]n1,r3n[1-2],r2n2',
    'what is no full grid may fold otherwise',
  ],
];

const nodeset = findNodeset();
if (!nodeset) process.stderr.write('nodeset is not installed: agreement with it is not tested\n');

describe.skipIf(!nodeset)('nodeset and we', () => {
  const ask = (questions: readonly (readonly string[])[]) =>
    askNodeset(nodeset ?? '', questions, { groups: groupSets, all });

  test(`agree on ${nodeSets.length} node sets`, () => {
    const theirs = inThrees(ask(nodeSets.flatMap(expandFoldCount)));
    const ours = nodeSets.map((text) => answersOf(expand(text)));
    expect(paired(nodeSets, ours)).toEqual(paired(nodeSets, theirs));
  });

  test('count the same before anything is listed', () => {
    const apart = nodeSets.filter((text) => size(text) === expand(text).length);
    const counts = ask(apart.map((text) => ['-c', text])).map(({ text }) => Number(text));
    expect(apart.map(size)).toEqual(counts);
    expect(apart.length).toBeGreaterThan(40);
  });

  test(`agree on ${targets.length} targets with groups, operators and wildcards`, () => {
    const theirs = inThrees(ask(targets.flatMap(expandFoldCount)));
    const ours = targets.map((text) => answersOf(resolveTarget(text, world, 'allow')));
    expect(paired(targets, ours)).toEqual(paired(targets, theirs));
  });

  test(`refuse the same ${refused.length} mistakes`, () => {
    const taken = ask(refused.map((text) => ['-f', text])).filter(({ code }) => code === 0);
    expect(taken).toEqual([]);
    for (const text of refused) expect(() => resolveTarget(text, world, 'allow'), text).toThrow();
  });

  test('agree on 300 random expressions', () => {
    const texts = Array.from({ length: 300 }, (_, seed) => randomExpression(seed + 1));
    const theirs = inThrees(ask(texts.flatMap(expandFoldCount)));
    const ours = texts.map((text) => answersOf(resolveTarget(text, world, 'allow')));
    expect(paired(texts, ours)).toEqual(paired(texts, theirs));
  });

  test('expand what the other has folded', () => {
    const sets = seeds.map((seed) => [...new Set(randomNames(seed))]);
    const theirFolds = ask(sets.map((names) => ['-f', ...names]));
    const theirExpansions = ask(sets.map((names) => ['-e', fold(names)]));
    sets.forEach((names, position) => {
      expect(expand(theirFolds[position]?.text ?? '').sort()).toEqual(names.toSorted());
      expect(theirExpansions[position]?.text.split(' ').sort()).toEqual(names.toSorted());
    });
  });

  test('fold 200 random sets of names with one number alike', () => {
    const sets = seeds.map((seed) => randomNames(seed).filter((name) => /^\D*\d*\D*$/.test(name)));
    const filled = sets.filter((names) => names.length > 0);
    const theirs = ask(filled.map((names) => ['-f', ...names])).map(({ text }) => text);
    expect(filled.map(fold)).toEqual(theirs);
  });

  test('fold 200 random grids of two to four numbers alike', () => {
    const grids = seeds.map((seed) => expand(randomGrid(seed)));
    const theirs = ask(grids.map((names) => ['-f', ...names])).map(({ text }) => text);
    expect(grids.map(fold)).toEqual(theirs);
  });

  test('differ on purpose, and only as said', () => {
    const theirs = ask(differences.map(([text]) => ['-f', text]));
    differences.forEach(([text, ours, expected, why], position) => {
      const answer = theirs[position];
      expect(answer?.code === 0 ? answer.text : null, `nodeset: ${text} (${why})`).toBe(expected);
      expect(oursOrRefused(text), `${text} (${why})`).toBe(ours);
    });
  });
});

const expandFoldCount = (text: string) => [
  ['-e', text],
  ['-f', text],
  ['-c', text],
];

interface Answers {
  readonly names: readonly string[];
  readonly folded: string;
  readonly count: number;
}

function inThrees(answers: readonly NodesetAnswer[]): readonly Answers[] {
  return Array.from({ length: answers.length / 3 }, (_, position) => {
    const [names, folded, count] = answers.slice(position * 3, position * 3 + 3);
    return {
      names: (names?.text ?? '').split(' ').filter(Boolean).sort(),
      folded: folded?.text ?? '',
      count: Number(count?.text),
    };
  });
}

function answersOf(names: readonly string[]): Answers {
  return { names: names.toSorted(), folded: fold(names), count: names.length };
}

function paired(texts: readonly string[], answers: readonly Answers[]) {
  return texts.map((text, position) => ({ text, ...answers[position] }));
}

function randomExpression(seed: number): string {
  const random = seededRandom(seed);
  const operands = targets.filter((text) => !/[,!&^](?![^[]*\])/.test(text) && text !== '*');
  const pick = (from: readonly string[]) => from[random.below(from.length)] ?? '';
  const count = 2 + random.below(5);
  return Array.from({ length: count }, () => pick(operands)).reduce(
    (text, operand) => `${text}${pick([',', '!', '&', '^'])}${operand}`,
  );
}

function oursOrRefused(text: string): string | null {
  try {
    return fold(resolveTarget(text, world));
  } catch {
    return null;
  }
}

const seeds = Array.from({ length: 200 }, (_, position) => position + 1);

/** Such as `c[2,5]b[08-11]s[1-3]`. */
function randomGrid(seed: number): string {
  const random = seededRandom(seed);
  const bracket = () => {
    const width = 1 + random.below(3);
    const index = (value: number) => String(value).padStart(width, '0');
    const first = random.below(9);
    const alone = first + 5 + random.below(5);
    return `[${index(first)}-${index(first + 1 + random.below(3))},${index(alone)}]`;
  };
  const letters = ['c', 'b', 's', 'n'].slice(0, 2 + random.below(3));
  return letters.map((letter) => letter + bracket()).join('');
}
