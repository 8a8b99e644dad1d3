import { batchOptions } from '../cli/batch-options.ts';
import type { BatchTool } from '../cli/batch-words.ts';
import { exitMeanings } from '../cli/exit-meanings.ts';
import { helpPage } from '../cli/help.ts';
import { examplesOf } from './help-body.ts';
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

/** batch_run(1) and batch_scp(1). */
export const batchPage = (tool: BatchTool, version: string): string =>
  [
    pageTitle(tool, version),
    remark('Made by npm run generate from the help and the options.'),
    heading('Name'),
    text(`${tool} – ${purpose[tool]}`),
    heading('Synopsis'),
    synopsis([`${usage[tool]} [options]`]),
    heading('Description'),
    paragraph(
      'Hosts and groups are those of the inventory. The line can be typed at the prompt of tutti too.',
    ),
    subheading('Examples'),
    examplesOf(helpPage(tool).text),
    heading('Options'),
    paragraph('With one dash or two.'),
    ...batchOptions
      .filter(({ tools }) => tools.includes(tool))
      .map(({ name, value, summary }) => entry(`-${name} ${value}`, summary)),
    optionEntries([tool]),
    heading('Exit status'),
    ...exitMeanings.map(([status, meaning]) => entry(status, meaning)),
    heading('See also'),
    seeAlso([
      ['tutti', 1],
      [tool === 'batch_run' ? 'batch_scp' : 'batch_run', 1],
      ['tutti-inventory', 5],
    ]),
  ].join('');

const purpose: Readonly<Record<BatchTool, string>> = {
  batch_run: 'run one command on many hosts',
  batch_scp: 'copy files to and from many hosts',
};

const usage: Readonly<Record<BatchTool, string>> = {
  batch_run: 'batch_run [-h HOSTS] [-g GROUPS] -cmd COMMAND',
  batch_scp: 'batch_scp [-h HOSTS] [-g GROUPS] -action put|get -local PATH -remote PATH',
};
