import path from 'node:path';
import { type Answer, parseAnswer } from './answer.ts';
import { askSsh } from './ask-ssh.ts';
import { type ConfigLine, readConfigFiles } from './config-lines.ts';
import { readByOurselves } from './own-reader.ts';
import { readSettings } from './read-settings.ts';
import type { SshSettings } from './settings.ts';
import { sshHome } from './ssh-home.ts';

/** A host as ssh would be called for it; what is said here wins over the configuration. */
export interface SshQuery {
  readonly name: string;
  readonly address?: string;
  readonly port?: number;
  readonly user?: string;
  /** Further options as in ssh_config(5), e.g. `{ Compression: 'yes' }`. */
  readonly options?: Readonly<Record<string, string>>;
}

export interface SshConfigsOptions {
  /** As `ssh -F`: this file instead of the usual ones, or `none`. */
  readonly file?: string;
  readonly home?: string;
  readonly program?: string;
  readonly env?: NodeJS.ProcessEnv;
}

type Given = readonly (readonly [keyword: string, value: string])[];

/** What ssh says of hosts; asked once for each until a file changes, and once for all where it cannot differ. */
export class SshConfigs {
  /** Calls of ssh at once. */
  atOnce = 8;
  /** Told once, when there is no ssh to ask. */
  notice: (text: string) => void = () => {};
  readonly #options: SshConfigsOptions;
  readonly #home: string;
  readonly #known = new Map<string, Promise<Answer>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #stamp = '';
  #absent = false;
  #told = false;

  constructor(options: SshConfigsOptions = {}) {
    this.#options = options;
    this.#home = options.home ?? sshHome();
  }

  /** Asks ahead what does not depend on the host, so that it is there when the first one is asked for. */
  prepare(): void {
    if (this.#options.file === 'none') return;
    const lines = this.#read();
    void this.#defaults();
    if (isForAll(lines)) void this.#forAll('localhost', lines);
  }

  /** Rejects with an Error that quotes file and line of what ssh does not understand. */
  async of(query: SshQuery): Promise<SshSettings> {
    const { name, options = {} } = query;
    const lines = this.#read();
    const given = givenBy(query);
    const forAll = isForAll(lines) && Object.keys(options).length === 0;
    const own = forAll
      ? this.#forAll(name, lines)
      : this.#once(
          JSON.stringify(query),
          () => this.#ask(name, lines, given),
          lines.some(isMatchExec),
        );
    const [defaults, answer] = await Promise.all([this.#defaults(), own]);
    const answered = forAll ? withGiven(answer, [['hostname', name], ...given]) : answer;
    const { env = process.env } = this.#options;
    if (this.#absent) this.#tellOnce();
    const bySsh = this.#options.file !== 'none' && !this.#absent;
    return readSettings(answered, { name, home: this.#home, defaults, env, bySsh });
  }

  /** The lines of the files as they are now. */
  #read(): readonly ConfigLine[] {
    const { lines, stamp } = readConfigFiles(this.#files(), this.#home);
    if (stamp !== this.#stamp) this.#known.clear();
    this.#stamp = stamp;
    return lines;
  }

  /** Whichever `name` it is asked for. */
  #forAll(name: string, lines: readonly ConfigLine[]): Promise<Answer> {
    return this.#once('all', () => this.#ask(name, lines, []));
  }

  /** `anew`: a program decides, which may say otherwise by now. */
  #once(key: string, ask: () => Promise<Answer>, anew = false): Promise<Answer> {
    const known = anew ? undefined : this.#known.get(key);
    if (known) return known;
    const asked = this.#turn(ask);
    this.#known.set(key, asked);
    asked.catch(() => this.#known.delete(key));
    return asked;
  }

  #defaults(): Promise<Answer> {
    if (this.#options.file === 'none') return Promise.resolve(new Map());
    return this.#once('defaults', async () => {
      const answer = await askSsh('localhost', ['-F', 'none'], this.#options.program);
      return answer.kind === 'answered' ? parseAnswer(answer.text) : new Map();
    });
  }

  async #ask(name: string, lines: readonly ConfigLine[], given: Given): Promise<Answer> {
    const { file, program } = this.#options;
    if (file === 'none') return readByOurselves(name, [], withGiven(new Map(), given));
    const options = [
      ...(file === undefined ? [] : ['-F', file]),
      ...given.flatMap(([keyword, value]) => ['-o', `${keyword}=${value}`]),
    ];
    const answer = await askSsh(name, options, program);
    if (answer.kind === 'refused') throw new Error(answer.message);
    if (answer.kind === 'answered') return parseAnswer(answer.text);
    this.#absent = true;
    return readByOurselves(name, lines, withGiven(new Map(), given));
  }

  #tellOnce(): void {
    if (this.#told) return;
    this.#told = true;
    this.notice('no ssh program here: of its configuration only Host is followed');
  }

  #files(): string[] {
    const { file } = this.#options;
    if (file === 'none') return [];
    const usual = [path.join(this.#home, '.ssh', 'config'), '/etc/ssh/ssh_config'];
    return file === undefined ? usual : [file];
  }

  async #turn<T>(task: () => Promise<T>): Promise<T> {
    while (this.#running >= this.atOnce) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#running += 1;
    try {
      return await task();
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}

function givenBy({ address, port, user, options = {} }: SshQuery): Given {
  return [
    ...(address === undefined ? [] : [['hostname', address] as const]),
    ...(port === undefined ? [] : [['port', String(port)] as const]),
    ...(user === undefined ? [] : [['user', user] as const]),
    ...Object.entries(options).map(([key, value]) => [key.toLowerCase(), value] as const),
  ];
}

const withGiven = (answer: Answer, given: Given): Answer =>
  new Map([...answer, ...given.map(([keyword, value]) => [keyword, [value]] as const)]);

/** Nothing in the configuration looks at the name of the host. */
const isForAll = (lines: readonly ConfigLine[]): boolean =>
  lines.every(
    ({ keyword, words }) =>
      keyword !== 'match' &&
      keyword !== 'hostname' &&
      !keyword.startsWith('canonical') &&
      (keyword !== 'host' || words.join(' ') === '*') &&
      !words.some((word) => word.includes('%')),
  );

const isMatchExec = ({ keyword, words }: ConfigLine): boolean =>
  keyword === 'match' && words.some((word) => word.toLowerCase() === 'exec');
