import type { BatchTool } from './batch-words.ts';

/** An option that only the assignment's two commands have, with one dash. */
export interface BatchOption {
  readonly name: string;
  /** How its value is called in the help. */
  readonly value: string;
  readonly summary: string;
  readonly tools: readonly BatchTool[];
  /** Its path is one of the hosts. */
  readonly there?: true;
  /** It may be said again. */
  readonly repeats?: true;
}

const both: readonly BatchTool[] = ['batch_run', 'batch_scp'];

/** Their own options; help, completion and the manual are made from this list. */
export const batchOptions: readonly BatchOption[] = [
  { name: 'h', value: 'HOSTS', summary: 'hosts, joined with commas; node sets too', tools: both },
  { name: 'g', value: 'GROUPS', summary: 'groups, likewise; -h, -g or both', tools: both },
  {
    name: 'cmd',
    value: 'COMMAND',
    summary: 'the command, as one word: quote it',
    tools: ['batch_run'],
  },
  {
    name: 'action',
    value: 'put|get',
    summary: 'put: to the hosts; get: from them, into PATH/HOST/',
    tools: ['batch_scp'],
  },
  {
    name: 'local',
    value: 'PATH',
    summary: 'here; of a put as often as wanted',
    tools: ['batch_scp'],
    repeats: true,
  },
  {
    name: 'remote',
    value: 'PATH',
    summary: 'there; of a get as often as wanted',
    tools: ['batch_scp'],
    there: true,
    repeats: true,
  },
  { name: 'f', value: 'N', summary: 'like --fanout N', tools: both },
];
