import { describe, expect, it } from 'vitest';
import { parseTutti } from '../../src/cli/arguments.ts';
import { parseBatchRun } from '../../src/cli/batch-run.ts';
import { parseBatchScp } from '../../src/cli/batch-scp.ts';
import { helpText, topics } from '../../src/cli/help.ts';
import { options } from '../../src/cli/options.ts';
import type { Place } from '../../src/cli/places.ts';
import { findCommand } from '../../src/commands/index.ts';
import { keyLabel } from '../../src/ui/input/key-words.ts';
import { keyTable } from '../../src/ui/input/keys.ts';

describe('the help', () => {
  it.each([undefined, ...topics])('on %s fits a usual screen and is plain', (topic) => {
    const lines = helpText(topic).split('\n');
    expect(lines.length).toBeLessThanOrEqual(40);
    for (const line of lines) {
      expect(line.length).toBeLessThanOrEqual(80);
      expect(line).not.toMatch(/\t|\s$/);
    }
  });

  it.each<[Place, (typeof topics)[number] | undefined]>([
    ['shell', undefined],
    ['run', 'run'],
    ['hosts', 'hosts'],
    ['inventory', 'inventory'],
    ['put', 'put'],
    ['get', 'get'],
    ['batch_run', 'batch_run'],
    ['batch_scp', 'batch_scp'],
  ])('names every option of %s and no other', (place, topic) => {
    const text = helpText(topic);
    const list = text.slice(text.lastIndexOf('\noptions'));
    const named = [...list.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, name]) => name);
    const expected = options.filter((option) => option.places.includes(place));
    expect(named).toEqual(expected.map((option) => option.name));
  });

  it('shows only lines that are understood', () => {
    const examples = [undefined, ...topics].flatMap((topic) =>
      helpText(topic)
        .split('\n')
        .filter((line) => /^ {2}(tutti|batch_run|batch_scp) /.test(line) && !/TOPIC/.test(line)),
    );
    expect(examples.length).toBeGreaterThan(15);
    for (const example of examples) {
      const [tool, ...argv] = shellWords(example);
      if (tool === 'tutti') parseTutti(argv);
      else if (tool === 'batch_run') expect(parseBatchRun(argv).kind).toBe('run');
      else expect(parseBatchScp(argv).kind).toBe('transfer');
    }
  });

  it('on the shell names keys and built-ins that there are', () => {
    const text = helpText('shell');
    const keys = [...text.matchAll(/^ {2}(Tab|Esc|Ctrl-\w) /gm)].map(([, key]) => key);
    const known = keyTable.flatMap((binding) => binding.keys.map(keyLabel));
    expect(keys.length).toBeGreaterThan(4);
    expect(known).toEqual(expect.arrayContaining(keys));
    for (const [, name = ''] of text.matchAll(/:([a-z]+)/g))
      expect(findCommand(name).name).toBe(name);
  });
});

/** The words of an example, up to its comment, pipe or redirection. */
function shellWords(line: string): string[] {
  const [typed = ''] = line.trim().split(/ {3,}| [|<>] /);
  return [...typed.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  );
}
