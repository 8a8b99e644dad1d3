/** Where the program is that others start, e.g. of `sudo -u root timeout 5 reboot`. */
export function programAt(words: readonly string[]): number {
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? '';
    const starter = starters.get(nameOf(word));
    if (keywords.has(word) || /^\w+=/.test(word)) at += 1;
    else if (starter === 'command') {
      const option = words.findIndex((each, i) => i > at && /^-\w*c$/.test(each));
      if (option < 0) return at;
      at = option + 1;
    } else if (starter) at = behindOptions(words, at + 1, starter.takes) + (starter.words ?? 0);
    else return at;
  }
  return at;
}

/** `takes`: letters of the options that have a word of their own. */
function behindOptions(words: readonly string[], from: number, takes: string): number {
  let at = from;
  for (let word = words[at]; word?.startsWith('-'); word = words[at]) {
    at += word.length === 2 && takes.includes(word.slice(1)) ? 2 : 1;
    if (word === '--') break;
  }
  return at;
}

/** Without its folder. */
export const nameOf = (program: string): string => program.replace(/^.*\//, '');

const keywords = new Set(['if', 'elif', 'while', 'until', 'do', 'then', 'else', '!']);

/** Programs that start another one: `words` come before it. Of a `command` it is behind -c. */
const starters = new Map<string, 'command' | { readonly takes: string; readonly words?: 1 }>([
  ...['su', 'sh', 'bash', 'dash', 'zsh', 'ksh'].map((name) => [name, 'command'] as const),
  ...['eval', 'command', 'nohup', 'setsid', 'busybox'].map(
    (name) => [name, { takes: '' }] as const,
  ),
  ['sudo', { takes: 'CDgpRrTtUu' }],
  ['doas', { takes: 'Cu' }],
  ['env', { takes: 'Cu' }],
  ['nice', { takes: 'n' }],
  ['ionice', { takes: 'cn' }],
  ['timeout', { takes: 'ks', words: 1 }],
  ['chroot', { takes: '', words: 1 }],
  ['xargs', { takes: 'adEILnPs' }],
  ['stdbuf', { takes: 'eio' }],
  ['watch', { takes: 'n' }],
  ['time', { takes: 'fo' }],
  ['exec', { takes: 'a' }],
]);
