import { shellWords } from './shell-words.ts';

/** What options for the program ssh say, as far as an inventory can say it. */
export interface SshArguments {
  /** By their names in ssh_config(5), in lower case; the first of two holds, as with ssh. */
  readonly options: ReadonlyMap<string, { readonly name: string; readonly value: string }>;
  /** Words that are not taken over. */
  readonly others: readonly string[];
}

/** Options of ssh(1) that are options of ssh_config(5) by another name. */
const named: Readonly<Record<string, string>> = {
  J: 'ProxyJump',
  i: 'IdentityFile',
  p: 'Port',
  l: 'User',
  c: 'Ciphers',
  m: 'MACs',
  b: 'BindAddress',
  B: 'BindInterface',
};
const switches: Readonly<Record<string, readonly [string, string]>> = {
  A: ['ForwardAgent', 'yes'],
  a: ['ForwardAgent', 'no'],
  C: ['Compression', 'yes'],
  4: ['AddressFamily', 'inet'],
  6: ['AddressFamily', 'inet6'],
};
/** They mean nothing for us: we hold one connection to a host anyhow, and ask for no terminal. */
const needless = /^-[qvTxXYnNkKgfMst]+$/;
const ours = /^(controlmaster|controlpath|controlpersist|loglevel|requesttty|batchmode)$/;

/** `-o ProxyJump=b -J b -i key -C`: nothing for an open quote. */
export function readSshArguments(text: string): SshArguments | undefined {
  const words = shellWords(text, 'no comments')?.map((word) => word.text);
  if (!words) return undefined;
  const options = new Map<string, { readonly name: string; readonly value: string }>();
  const others: string[] = [];
  const set = (name: string, value: string) => {
    const key = name.toLowerCase();
    if (!ours.test(key) && !options.has(key)) options.set(key, { name, value });
  };
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const letter = word[1] ?? '';
    const takesValue = letter === 'o' || Object.hasOwn(named, letter);
    if (word.startsWith('-') && takesValue) {
      const value = word.length > 2 ? word.slice(2) : (words[++index] ?? '');
      const option = letter === 'o' ? splitOption(value) : ([named[letter] ?? '', value] as const);
      if (option && option[1] !== '') set(...option);
      else others.push(value === '' ? word : `${word.slice(0, 2)} ${value}`);
    } else if (/^-[AaC46]+$/.test(word)) {
      for (const each of word.slice(1)) set(...(switches[each] ?? ['', '']));
    } else if (!needless.test(word)) others.push(word);
  }
  return { options, others };
}

/** `Name=value`, `Name value`, `Name = "value"`. */
function splitOption(text: string): readonly [string, string] | undefined {
  const [, name, value] = /^\s*([A-Za-z][A-Za-z0-9]*)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(text) ?? [];
  return name === undefined || value === undefined
    ? undefined
    : [name, value.replace(/^"(.*)"$/, '$1')];
}
