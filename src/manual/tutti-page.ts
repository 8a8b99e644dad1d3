import { exitMeanings } from '../cli/exit-meanings.ts';
import { inventoryPlaces, keptFiles, variables } from '../cli/files-and-variables.ts';
import { helpPage, type Topic } from '../cli/help.ts';
import type { Place } from '../cli/places.ts';
import { verbs } from '../cli/verbs.ts';
import { commands } from '../commands/index.ts';
import { keyHelp } from '../ui/input/key-words.ts';
import { helpBody } from './help-body.ts';
import { optionEntries } from './option-entries.ts';
import {
  entry,
  heading,
  pageTitle,
  paragraph,
  remark,
  seeAlso,
  subheading,
  synopsis,
  text,
} from './roff.ts';

/** tutti(1), in the order of man-pages(7). */
export const tuttiPage = (version: string): string =>
  [
    pageTitle('tutti', version),
    remark('Made by npm run generate from the help, the options, the keys and the built-ins.'),
    heading('Name'),
    text('tutti – one prompt, every host'),
    heading('Synopsis'),
    synopsis([
      'tutti [options] [TARGET]',
      'tutti [options] TARGET < lines',
      ...verbs.map(({ name, usage }) => `tutti ${name} ${usage}`.trim()),
    ]),
    heading('Description'),
    ...description.map(paragraph),
    subheading('The shell'),
    body('shell'),
    ...verbSections.flatMap((topic) => [subheading(`tutti ${topic}`), body(topic)]),
    heading('Targets'),
    body('targets'),
    heading('Options'),
    paragraph('They stand anywhere before --, as --name value or --name=value.'),
    optionEntries(places),
    heading('Output'),
    body('output'),
    heading('Debugging'),
    body('debug'),
    heading('Keys'),
    ...keyHelp().flatMap(({ where, rows }) => [
      subheading(where === 'anywhere' ? 'Anywhere' : `In the ${where}`),
      entries(rows),
    ]),
    heading('Built-ins'),
    entries(commands.map(({ usage, summary }) => [`:${usage}`, summary])),
    heading('Exit status'),
    entries(exitMeanings),
    heading('Environment'),
    entries(variables),
    heading('Files'),
    paragraph('The inventory is the first of these that is there:'),
    entries(inventoryPlaces),
    paragraph('Kept for you alone, files of mode 0600 in folders of mode 0700:'),
    entries(keptFiles),
    heading('See also'),
    seeAlso([
      ['tutti-inventory', 5],
      ...others.map((name) => [name, 1] as const),
      ['ssh_config', 5],
      ['sshd', 8],
    ]),
  ].join('');

const description = [
  'Every line that is typed goes to every host of the target at once, over SSH connections that stay open, into shells that remember. The answers stand in panes, or merged: equal ones are one block, so that the odd host stands out. Without a screen the same engine runs one command, or copies files, and prints.',
  'The hosts come from an inventory, or are named as ssh knows them: ~/.ssh/config, known_hosts, agent and keys hold as they do for ssh.',
];

const verbSections: readonly Topic[] = ['run', 'put', 'get', 'hosts', 'inventory', 'completion'];

const places: readonly Place[] = ['shell', 'run', 'put', 'get', 'hosts', 'inventory'];

const others = ['batch_run', 'batch_scp', 'ssh', 'clush', 'nodeset'];

const body = (topic: Topic): string => helpBody(helpPage(topic).text);

const entries = (table: readonly (readonly [string, string])[]): string =>
  table.map(([term, meaning]) => entry(term, meaning)).join('');
