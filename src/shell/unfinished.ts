/**
 * What a command still waits for: a quote, `<<EOF` of a here-document, `done`, `)`, `|`; undefined: it is whole, or wrong in
 * a way that further lines do not mend. A reading of POSIX 2.10 and of what bash adds; in doubt a command is whole.
 */
export function unfinished(command: string): string | undefined {
  return new Reader(command).read();
}

/** Where the first command of a text ends, its line end included; at the end of all where it does not. */
export function firstEnd(text: string): number {
  return new Reader(text).firstEnd();
}

/** Words that open something, where a command may begin, and what closes it. */
const openers: Readonly<Record<string, string>> = {
  if: 'fi',
  while: 'done',
  until: 'done',
  for: 'done',
  select: 'done',
  case: 'esac',
  '{': '}',
};
const closers = new Set(Object.values(openers));
/** A command may begin behind these. */
const leading = new Set(['if', 'while', 'until', 'do', 'then', 'else', 'elif', '{', '!', 'time']);

interface HereDocument {
  readonly delimiter: string;
  /** `<<-`: tabs in front of it do not count. */
  readonly tabs: boolean;
}

class Reader {
  readonly #text: string;
  #at = 0;
  /** What closes what is open; `"` and the backquote stand for themselves, `${` for a parameter. */
  readonly #open: string[] = [];
  #documents: HereDocument[] = [];
  #word = '';
  #atCommand = true;
  /** A `|`, `&&` or `||` that nothing has followed yet. */
  #operator: string | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  read(): string | undefined {
    while (this.#at < this.#text.length) {
      const step = this.#open.at(-1) === '"' ? this.#quoted() : this.#plain();
      if (step !== undefined) return step === 'wrong' ? undefined : step.waitsFor;
    }
    if (!this.#endWord()) return undefined;
    const [document] = this.#documents;
    if (document) return waitsFor(document).waitsFor;
    const open = this.#open.at(-1);
    return (open === '${' ? '}' : open) ?? this.#operator;
  }

  firstEnd(): number {
    while (this.#at < this.#text.length) {
      const isLineEnd = this.#text[this.#at] === '\n';
      const step = this.#open.at(-1) === '"' ? this.#quoted() : this.#plain();
      if (step === 'wrong') return this.#text.indexOf('\n', this.#at) + 1 || this.#text.length;
      if (step !== undefined) return this.#text.length;
      if (isLineEnd && this.#open.length === 0 && this.#operator === undefined) break;
    }
    return Math.min(this.#at, this.#text.length);
  }

  #quoted(): Step {
    const c = this.#text[this.#at];
    if (c === '"') this.#open.pop();
    else if (c === '\\') this.#at += 1;
    else if (c === '`') this.#begin('`');
    else if (c === '$') return this.#dollar();
    this.#at += 1;
    return undefined;
  }

  #plain(): Step {
    const c = this.#text[this.#at] ?? '';
    const next = this.#text[this.#at + 1];
    switch (c) {
      case '\\':
        if (next === undefined) return { waitsFor: '\\' };
        if (next !== '\n') this.#word += next;
        return this.#skip(2);
      case "'":
        return this.#to("'", this.#at + 1);
      case '"':
        this.#word += c;
        this.#open.push('"');
        return this.#skip(1);
      case '`':
        if (this.#open.at(-1) !== '`') this.#begin('`');
        else if (!this.#endWord()) return 'wrong';
        else this.#close();
        return this.#skip(1);
      case '$':
        return this.#dollar();
      case '#':
        if (this.#word !== '' || this.#open.at(-1) === '${') break;
        this.#at = (this.#text.indexOf('\n', this.#at) + 1 || this.#text.length + 1) - 1;
        return undefined;
      case '(':
        if (this.#open.at(-1) === '${') break;
        if (next === '(' && this.#atCommand && this.#word === '') return this.#to('))', this.#at);
        this.#begin(')');
        return this.#skip(1);
      case ')':
      case ';':
      case '&':
      case '|':
      case '\n':
      case ' ':
      case '\t':
        if (this.#open.at(-1) === '${') break;
        return this.#endWord() ? this.#between(c) : 'wrong';
      case '<':
      case '>':
        if (this.#open.at(-1) === '${') break;
        return this.#endWord() ? this.#redirect() : 'wrong';
      case '}':
        if (this.#open.at(-1) !== '${') break;
        this.#open.pop();
        break;
      default:
    }
    this.#word += c;
    return this.#skip(1);
  }

  #between(c: string): Step {
    switch (c) {
      case ')':
        if (this.#open.at(-1) === ')') this.#close();
        else if (this.#open.at(-1) !== 'esac') return 'wrong';
        this.#atCommand = true;
        return this.#skip(1);
      case '\n':
        this.#at += 1;
        this.#atCommand = true;
        return this.#hereDocuments();
      case ';':
      case '&':
      case '|': {
        const [operator = c] =
          /^(?:;;?&?|&>>?|&&|\|\||\|&?|&)/.exec(this.#text.slice(this.#at)) ?? [];
        if (!operator.startsWith('&>')) {
          this.#atCommand = true;
          this.#operator = /^(?:&&|\|)/.test(operator) ? operator : undefined;
        }
        return this.#skip(operator.length);
      }
      default:
        return this.#skip(1);
    }
  }

  #redirect(): Step {
    const rest = this.#text.slice(this.#at);
    const document = /^<<(-?)[ \t]*((?:\\.|'[^']*'|"[^"]*"|[^\s;&|<>()'"\\])+)/.exec(rest);
    if (rest.startsWith('<<<') || !document) {
      return this.#skip(/^(?:<<<|<<|[<>]&|>\||>>|[<>])/.exec(rest)?.[0].length ?? 1);
    }
    const [all, dash, word = ''] = document;
    this.#documents.push({ delimiter: word.replaceAll(/['"\\]/g, ''), tabs: dash === '-' });
    return this.#skip(all.length);
  }

  /** Their texts begin behind the end of the line. */
  #hereDocuments(): Step {
    for (const { delimiter, tabs } of this.#documents) {
      for (;;) {
        if (this.#at >= this.#text.length) return waitsFor({ delimiter });
        const end = this.#text.indexOf('\n', this.#at);
        const to = end === -1 ? this.#text.length : end;
        const line = this.#text.slice(this.#at, to);
        this.#at = to + 1;
        if ((tabs ? line.replace(/^\t+/, '') : line) === delimiter) break;
      }
    }
    this.#documents = [];
    return undefined;
  }

  #dollar(): Step {
    const rest = this.#text.slice(this.#at, this.#at + 3);
    if (rest === '$((') return this.#to('))', this.#at + 3);
    if (rest.startsWith('$(')) {
      this.#begin(')');
      return this.#skip(2);
    }
    this.#word += '$';
    if (rest.startsWith('${')) {
      this.#open.push('${');
      return this.#skip(2);
    }
    if (!rest.startsWith("$'") || this.#open.at(-1) === '"') return this.#skip(1);
    const end = /^\$'(?:\\.|[^'\\])*'/s.exec(this.#text.slice(this.#at));
    return end ? this.#skip(end[0].length) : { waitsFor: "'" };
  }

  /** A command within the command. */
  #begin(closer: string): void {
    this.#open.push(closer);
    this.#word = '';
    this.#operator = undefined;
    this.#atCommand = true;
  }

  /** It was a part of a word. */
  #close(): void {
    this.#open.pop();
    this.#operator = undefined;
    this.#atCommand = false;
  }

  #to(closer: string, from: number): Step {
    const end = this.#text.indexOf(closer, from);
    if (end === -1) return { waitsFor: closer };
    this.#at = end + closer.length;
    this.#word += 'x';
    return undefined;
  }

  #skip(count: number): undefined {
    this.#at += count;
  }

  /** False: the word closes what is not open. */
  #endWord(): boolean {
    const word = this.#word;
    if (word === '') return true;
    this.#word = '';
    this.#operator = undefined;
    if (!this.#atCommand) return true;
    if (closers.has(word) && this.#open.pop() !== word) return false;
    const closer = Object.hasOwn(openers, word) ? openers[word] : undefined;
    if (closer !== undefined) this.#open.push(closer);
    this.#atCommand = leading.has(word) || closers.has(word) || /^\w+=/.test(word);
    return true;
  }
}

type Step = undefined | 'wrong' | { readonly waitsFor: string };

const waitsFor = ({ delimiter }: Pick<HereDocument, 'delimiter'>) => ({
  waitsFor: `<<${delimiter}`,
});
