import { describe, expect, it } from 'vitest';
import { batchOptions } from '../../src/cli/batch-options.ts';
import { options } from '../../src/cli/options.ts';
import type { Tool } from '../../src/completion/flags.ts';
import type { Names } from '../../src/completion/names.ts';
import { splitLine } from '../../src/completion/split-line.ts';
import { suggest } from '../../src/completion/suggest.ts';

const names: Names = {
  hosts: ['web01', 'web02', 'db01', 'putter'],
  groups: new Map([
    ['web', 2],
    ['databases', 1],
  ]),
};

/** What is offered at the end of the line; for what the shell knows its kind. */
async function offered(text: string, read = async () => names): Promise<readonly string[]> {
  const line = splitLine(text);
  const found = await suggest(line.words[0] as Tool, line, read);
  return 'words' in found ? found.words.map(({ word }) => word) : [`(${found.kind})`];
}

describe('what can follow', () => {
  it.each<[string, readonly string[]]>([
    ['tutti h', ['hosts', 'help']],
    ['tutti put', ['put', 'putter']],
    ['tutti @', ['@all', '@web', '@databases', '@web01', '@web02', '@db01', '@putter']],
    ['tutti help ba', ['batch_run', 'batch_scp']],
    ['tutti help run ', []],
    ['tutti completion ', ['bash', 'zsh', 'fish']],
    ['tutti run ', ['@all', '@web', '@databases', 'web01', 'web02', 'db01', 'putter']],
    ['tutti run w', ['web', 'web01', 'web02']],
    ['tutti run @web,d', ['@web,databases', '@web,db01']],
    ['tutti run @web,@d', ['@web,@databases', '@web,@db01']],
    [
      'tutti run @web!',
      ['all', 'web', 'databases', 'web01', 'web02', 'db01', 'putter'].map((name) => `@web!${name}`),
    ],
    ['tutti run web[01,0', []],
    ['tutti run web[01-02],d', ['web[01-02],databases', 'web[01-02],db01']],
    ['tutti run @web ', ['--']],
    ['tutti run @web -- ca', ['(commands)']],
    ['tutti run @web -- cat ', ['(files)']],
    ['tutti run @web -- ls -', ['(files)']],
    ['tutti hosts @web ', []],
    ['tutti inventory ', ['check', 'explain', 'import']],
    ['tutti inventory explain d', ['db01']],
    ['tutti inventory check ', ['(files)']],
    ['tutti inventory --fr', ['--from']],
    ['tutti put @w', ['@web', '@web01', '@web02']],
    ['tutti put @web ', ['(files)']],
    ['tutti get @web /etc/hosts ', ['(files)']],
    ['tutti @web ', []],
    ['tutti --fanout 3 run @d', ['@databases', '@db01']],
    ['tutti --demo run @d', ['@databases', '@db01']],
    ['tutti --demo 3 ru', ['run']],
    ['tutti @web --deb', ['--debug']],
    ['tutti --debug @d', ['@databases', '@db01']],
    ['tutti run --debug=/tmp/', ['(files)']],
    ['batch_run -h web01,', ['web02', 'db01', 'putter'].map((name) => `web01,${name}`)],
    ['batch_run --h=d', ['--h=db01']],
    ['batch_run -g w', ['web']],
    ['batch_run -g @web,@d', ['@web,@databases']],
    ['batch_run -cmd u', []],
    ['batch_scp -action ', ['put', 'get']],
    ['batch_scp -local ', ['(files)']],
    ['batch_run -t', ['-timeout']],
    ['batch_run --t', ['--timeout']],
    ['batch_run -h web01 -g', ['-g', '-gather']],
  ])('%s', async (text, expected) => {
    expect(await offered(text)).toEqual(expected);
  });

  it.each<[string, readonly string[]]>([
    ['tutti run @web --col', ['--color']],
    ['tutti run --color ', ['auto', 'always', 'never']],
    ['tutti run --color=n', ['--color=never']],
    ['tutti run --exit m', ['max']],
    ['tutti inventory import --from ans', ['ansible-ini', 'ansible-yaml']],
    ['tutti put --links ', ['copy', 'follow']],
    ['tutti run --inventory ', ['(files)']],
    ['tutti run --inventory=a', ['(files)']],
    ['tutti run --fanout ', []],
    ['tutti hosts --f', ['--fanout', '--fold']],
    ['tutti run --fold', []],
    ['tutti run --raw --ra', []],
    ['batch_scp -local a --loc', ['--local']],
  ])('an option, or its value: %s', async (text, expected) => {
    expect(await offered(text)).toEqual(expected);
  });

  it('is every option of a place, and no other', async () => {
    const of = (place: string) =>
      options.filter(({ places }) => places.some((each) => each === place)).map(({ name }) => name);
    for (const verb of ['run', 'put', 'get', 'hosts', 'inventory']) {
      expect(await offered(`tutti ${verb} --`)).toEqual(of(verb).map((name) => `--${name}`));
    }
    expect(await offered('tutti --')).toEqual(of('shell').map((name) => `--${name}`));
    const own = batchOptions.filter(({ tools }) => tools.includes('batch_scp'));
    expect(await offered('batch_scp -')).toEqual([
      ...own.map(({ name }) => `-${name}`),
      ...of('batch_scp').map((name) => `--${name}`),
    ]);
  });

  it('is read from the inventory that the line names', async () => {
    const files: (string | undefined)[] = [];
    const read = (file: string | undefined) => {
      files.push(file);
      return Promise.resolve(names);
    };
    for (const line of ['run @', '--inventory a run @', 'run --inventory=b @', 'run --color a']) {
      const { words, current } = splitLine(`tutti ${line}`);
      await suggest('tutti', { words, current }, read);
    }
    expect(files).toEqual([undefined, 'a', 'b']);
  });

  it('is the verbs alone where the inventory cannot be read', async () => {
    const broken = () => Promise.reject(new Error('broken'));
    expect(await offered('tutti p', broken)).toEqual(['put']);
    await expect(offered('tutti run @', broken)).rejects.toThrow('broken');
  });
});
