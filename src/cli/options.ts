import { homedir } from 'node:os';
import { inventoryFormats } from './inventory-formats.ts';
import { count, octal, oneOf, seconds } from './option-values.ts';
import { copying, everywhere, type Place, printing, putting } from './places.ts';
import { sshConfigFile } from './ssh-config-file.ts';
import type { TransferFlags } from './transfer-request.ts';

/** What every way of starting understands alike. */
export interface Options {
  readonly inventory?: string;
  readonly insecureInventoryPasswords?: true;
  /** So many embedded hosts on loopback instead of an inventory. */
  readonly demo?: number;
  readonly fanout?: number;
  /** Seconds until a line is interrupted; absent: never. */
  readonly timeout?: number;
  /** Seconds; absent: the host's own of the inventory, else `defaultConnectTimeout`. */
  readonly connectTimeout?: number;
  /** ssh's configuration, as `ssh -F`. */
  readonly sshConfig?: string;
  /** Absent: prefixed lines. */
  readonly print?: PrintMode;
  /** Our standard input goes to every host. */
  readonly stdin?: true;
  /** Each host's command gets a terminal of its own. */
  readonly pty?: true;
  readonly exit?: ExitMode;
  readonly color?: ColorChoice;
  /** A log of how hosts are connected, in that file or in one of its own. */
  readonly debug?: string | true;
}

export type PrintMode = 'raw' | 'gather' | 'json' | 'jsonl';
/** `any`: the table of exit statuses. `max`: the largest remote code. */
export type ExitMode = 'any' | 'max';
export type ColorChoice = 'auto' | 'always' | 'never';

/** Seconds. */
export const defaultConnectTimeout = 10;
/** Hosts of the embedded fleet. */
const defaultDemo = 6;

/** What is read from argv: the options, and what only the parser itself is interested in. */
export interface Settings extends Options {
  /** What is said about the files of a transfer. */
  readonly files?: TransferFlags;
  /** The format of a file that is imported. */
  readonly from?: string;
  readonly fold?: true;
  readonly count?: true;
  readonly help?: true;
  readonly version?: true;
}

export interface Option {
  readonly name: string;
  /** How its value is called in the help; absent: it takes none. */
  readonly value?: string;
  /** An example of a value, for the sentence that says what to write. */
  readonly example?: string;
  /** What its value can be, where that is known. */
  readonly values?: readonly string[];
  /** It may stand alone: the next word is its value only when it is a number, or never (then `--name=value`). */
  readonly optional?: 'number' | 'joined';
  readonly summary: string;
  /** Where it means something. */
  readonly places: readonly Place[];
  /** In a line that is typed at the prompt, too. */
  readonly atPrompt?: true;
  /** `flag` is the option as typed, for the error; `text` is empty where there is no value; `before`: what those before it say. */
  read(text: string, flag: string, before: Settings): Settings;
}

/** An option about the files of a transfer. */
const aboutFiles = (
  option: Omit<Option, 'read' | 'places'> & { readonly places?: readonly Place[] },
  read: (text: string, flag: string) => TransferFlags,
): Option => ({
  places: copying,
  atPrompt: true,
  ...option,
  read: (text, flag, before) => ({ files: { ...before.files, ...read(text, flag) } }),
});

const colorChoices: readonly ColorChoice[] = ['auto', 'always', 'never'];

/** Whether the next word is the value of an option that may stand alone. */
export const takesNext = ({ optional }: Pick<Option, 'optional'>, next: string): boolean =>
  optional === 'number' && /^\d+$/.test(next);

/** Every option. Parsing, the nearest names and the help are made from this list. */
export const options: readonly Option[] = [
  {
    name: 'inventory',
    value: 'FILE',
    example: 'inventory.yaml',
    summary: 'hosts and groups; tutti help files: where else',
    places: [...everywhere, 'inventory'],
    read: (text) => ({ inventory: text }),
  },
  {
    name: 'demo',
    value: 'N',
    optional: 'number',
    summary: `N embedded hosts instead, no setup (default ${defaultDemo})`,
    places: everywhere,
    read: (text, flag) => ({ demo: text === '' ? defaultDemo : count(text, flag, '12', 1000) }),
  },
  {
    name: 'fanout',
    value: 'N',
    example: '64',
    summary: 'how many hosts are active at once (default: all)',
    places: everywhere,
    atPrompt: true,
    read: (text, flag) => ({ fanout: count(text, flag, '64', 100_000) }),
  },
  {
    name: 'timeout',
    value: 'S',
    example: '30',
    summary: 'interrupt a command after S seconds (default: never)',
    places: everywhere,
    atPrompt: true,
    read: (text, flag) => ({ timeout: seconds(text, flag) }),
  },
  {
    name: 'connect-timeout',
    value: 'S',
    example: '10',
    summary: `wait S seconds for a host (default ${defaultConnectTimeout})`,
    places: everywhere,
    read: (text, flag) => ({ connectTimeout: seconds(text, flag) }),
  },
  {
    name: 'ssh-config',
    value: 'FILE',
    example: 'none',
    summary: "FILE instead of ~/.ssh/config; none: without ssh's own",
    places: [...everywhere, 'inventory'],
    read: (text, flag) => ({
      sshConfig: sshConfigFile(text.replace(/^~(?=\/)/, homedir()), flag),
    }),
  },
  {
    name: 'gather',
    summary: 'print equal outputs once, as blocks',
    places: printing,
    read: () => ({ print: 'gather' }),
  },
  {
    name: 'json',
    summary: 'print one JSON document at the end',
    places: everywhere,
    read: () => ({ print: 'json' }),
  },
  {
    name: 'jsonl',
    summary: 'print one JSON event a line, as it happens',
    places: printing,
    read: () => ({ print: 'jsonl' }),
  },
  {
    name: 'raw',
    summary: 'print the bytes alone, without the host in front',
    places: printing,
    read: () => ({ print: 'raw' }),
  },
  {
    name: 'stdin',
    summary: 'send our standard input to every host',
    places: ['run', 'batch_run'],
    read: () => ({ stdin: true }),
  },
  {
    name: 'pty',
    summary: 'run it on a terminal of its own on each host',
    places: ['run', 'batch_run'],
    atPrompt: true,
    read: () => ({ pty: true }),
  },
  aboutFiles({ name: 'force', summary: 'copy also what is unchanged' }, () => ({ force: true })),
  aboutFiles(
    { name: 'dry-run', summary: 'say what would be done, per host, and do nothing' },
    () => ({ dryRun: true }),
  ),
  aboutFiles(
    {
      name: 'links',
      value: 'copy|follow',
      example: 'follow',
      summary: 'symbolic links, else left out: as links, or followed',
    },
    (text, flag) => ({ links: oneOf(text, flag, ['copy', 'follow']) }),
  ),
  aboutFiles(
    {
      name: 'mode',
      value: 'MODE',
      example: '644',
      summary: 'permissions of the copied files, octal: 644',
      places: putting,
    },
    (text, flag) => ({ mode: octal(text, flag) }),
  ),
  aboutFiles(
    {
      name: 'owner',
      value: 'USER',
      example: 'root',
      summary: 'owner of the copied files, mostly with --sudo',
      places: putting,
    },
    (text) => ({ owner: text }),
  ),
  aboutFiles(
    {
      name: 'group',
      value: 'GROUP',
      example: 'root',
      summary: 'group of the copied files',
      places: putting,
    },
    (text) => ({ group: text }),
  ),
  aboutFiles({ name: 'sudo', summary: 'copy as root there, through sudo' }, () => ({ sudo: true })),
  aboutFiles(
    { name: 'backup', summary: 'keep what is replaced, as NAME.tutti-ID', places: putting },
    () => ({ backup: true }),
  ),
  {
    name: 'exit',
    value: 'any|max',
    example: 'max',
    summary: 'where commands fail: exit 1 (any), or their largest',
    places: printing,
    read: (text, flag) => ({ exit: oneOf(text, flag, ['any', 'max']) }),
  },
  {
    name: 'color',
    value: 'WHEN',
    values: colorChoices,
    example: 'never',
    summary: 'auto (default): on a terminal; always, never',
    places: printing,
    read: (text, flag) => ({ color: oneOf(text, flag, colorChoices) }),
  },
  {
    name: 'debug',
    value: 'FILE',
    optional: 'joined',
    summary: 'log how hosts are connected: tutti help debug',
    places: printing,
    read: (text) => ({ debug: text || true }),
  },
  {
    name: 'fold',
    summary: 'print one folded node set: web[01-20]',
    places: ['hosts'],
    read: () => ({ fold: true }),
  },
  {
    name: 'count',
    summary: 'print how many hosts there are',
    places: ['hosts'],
    read: () => ({ count: true }),
  },
  {
    name: 'from',
    value: 'FORMAT',
    values: inventoryFormats.map(([name]) => name),
    example: 'ansible-ini',
    summary: 'what the file is, where it is not recognised',
    places: ['inventory'],
    read: (text) => ({ from: text }),
  },
  {
    name: 'insecure-inventory-passwords',
    summary: 'accept passwords in a file that others can read',
    places: [...everywhere, 'inventory'],
    read: () => ({ insecureInventoryPasswords: true }),
  },
  {
    name: 'help',
    summary: 'this help',
    places: [...everywhere, 'inventory'],
    read: () => ({ help: true }),
  },
  {
    name: 'version',
    summary: 'the version; tutti version says more',
    places: [...everywhere, 'inventory'],
    read: () => ({ version: true }),
  },
];
