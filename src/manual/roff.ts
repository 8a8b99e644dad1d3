/** Pieces of a manual page in the macros of man(7), which groff and mandoc both read. Each ends with a line end. */

/** `version` stands at the foot; there is no date, so that a page changes with what it says only. */
export const pageTitle = (name: string, version: string, section: 1 | 5 = 1): string =>
  `.TH ${name.toUpperCase()} ${section} "" "tutti ${version}" "${sections[section]}"\n`;

const sections = { 1: 'User Commands', 5: 'File Formats' } as const;

export const heading = (text: string): string => `.SH ${argument(text.toUpperCase())}\n`;

export const subheading = (text: string): string => `.SS ${argument(text)}\n`;

/** The first text of a section needs no space before it. */
export const text = (words: string): string => `${line(words)}\n`;

export const paragraph = (words: string): string => `.PP\n${line(words)}\n`;

/** A term in bold, and what it means indented under it. */
export const entry = (term: string, meaning: string): string =>
  `.TP\n${bold(term)}\n${line(meaning)}\n`;

/** Lines as they are typed. */
export const example = (lines: readonly string[]): string =>
  `.PP\n.in +4n\n.EX\n${lines.map(line).join('\n')}\n.EE\n.in\n`;

/** Bold where a word is typed as it stands, italic for a word in capitals, which stands for something else. */
export const synopsis = (lines: readonly string[]): string =>
  lines.map((text, at) => `${at === 0 ? '' : '.br\n'}${placeholders(text)}\n`).join('');

export const seeAlso = (pages: readonly (readonly [name: string, section: number])[]): string =>
  `${pages.map(([name, section]) => `${bold(name)}(${section})`).join(', ')}\n`;

/** A comment at the top of the file. */
export const remark = (text: string): string => `.\\" ${text}\n`;

const bold = (text: string): string => `\\fB${escaped(text)}\\fR`;

const placeholders = (text: string): string =>
  text
    .split(/(\s+|[[\]|"])/)
    .map((word) => {
      if (/^[A-Z]+…?$/.test(word)) return `\\fI${escaped(word)}\\fR`;
      return /^(\s+|[[\]|"])?$/.test(word) ? escaped(word) : bold(word);
    })
    .join('');

const argument = (text: string): string => `"${escaped(text).replaceAll('"', '\\(dq')}"`;

/** A line of text must not begin as a request does. */
const line = (text: string): string => escaped(text).replace(/^(?=[.'])/, '\\&');

/** What roff would read, or print, as something else (groff_char(7)). */
const escaped = (text: string): string =>
  text.replace(/[\\~^'`-]|[^\x00-\x7f]/gu, (character) => escapes[character] ?? unicode(character));

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  '~': '\\(ti',
  '^': '\\(ha',
  "'": '\\(aq',
  '`': '\\(ga',
  '–': '\\(en',
};

const unicode = (character: string): string =>
  `\\[u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
