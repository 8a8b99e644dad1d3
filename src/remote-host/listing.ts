import { type ListingQuery, mostListed, nameEnd } from '../domain/listing.ts';
import { safeText } from '../domain/output.ts';
import type { Snapshot } from '../domain/remembered.ts';
import { shellQuote } from '../domain/shell-word.ts';
import { within } from '../transport/time-limit.ts';
import { ControlChannel, type QuestionChannel } from './control-channel.ts';
import { decodePath } from './mark.ts';
import { exportedIn, pathIn } from './snapshot.ts';

/** How long an answer may take, ms: a folder on a dead file server must not hold the channel for ever. */
const answerMs = 5000;

/** The shell's directory, and its PATH if that is known. */
export interface ShellPlace {
  readonly cwd: string;
  readonly path?: string;
}

/**
 * Lists names for completion in a shell of its own, beside the one that runs lines and the one that kills: neither waits
 * for it. It is opened with the first question.
 */
export class Lister {
  readonly #open: () => Promise<QuestionChannel>;
  #control: ControlChannel;

  constructor(open: () => Promise<QuestionChannel>) {
    this.#open = open;
    this.#control = new ControlChannel(open);
  }

  /**
   * Names ended by NUL, sorted, each once; undefined where the host cannot tell, or there is no shell. `cwd` is the shell's
   * (latin1). Never rejects.
   */
  async list(
    query: ListingQuery,
    cwd: string | undefined,
    snapshot?: Snapshot,
  ): Promise<string | undefined> {
    if (cwd === undefined) return undefined;
    const exported = query.kind === 'variables' ? exportedIn(snapshot) : [];
    if (exported.length > 0) return joined(exported);
    const path = pathIn(snapshot);
    const place = { cwd: decodePath(cwd), ...(path !== undefined && { path }) };
    const control = this.#control;
    const asked = control.ask(listingScript(query, place)).catch(() => undefined);
    const answer = await within(
      answerMs,
      asked.then((text) => text ?? ''),
    );
    if (answer === undefined && control === this.#control) {
      // It hangs: the next question gets another shell.
      control.close();
      this.#control = new ControlChannel(this.#open);
    }
    return answer?.startsWith('=') ? namesIn(answer.slice(1)) : undefined;
  }

  close(): void {
    this.#control.close();
  }
}

/** For a POSIX sh, in a subshell. What was typed is one quoted word in it, and never the first thing after a `-`. */
function listingScript(query: ListingQuery, { cwd, path }: ShellPlace): string {
  switch (query.kind) {
    case 'commands': {
      const folders = path === undefined ? '$PATH' : '$__p';
      const set = path === undefined ? '' : `__p=${shellQuote(path)}; `;
      return `( ${set}printf =; IFS=:; set -f; for d in ${folders}; do case $d in /*) cd -- "$d" && { set +f; printf '%s\\0' *; set -f; };; esac; done )`;
    }
    case 'folder':
      return `( unset CDPATH; cd -- ${shellQuote(cwd)} && cd -- ${folderWord(query.path)} || exit; printf =; n=0; for f in ${globs(query.prefix)}; do [ -e "$f" ] || [ -h "$f" ] || continue; n=$((n+1)); [ "$n" -gt ${mostListed} ] && break; if [ -d "$f" ]; then printf '%s/\\0' "$f"; else printf '%s\\0' "$f"; fi; done )`;
    case 'users':
      // Not every system has getent, which also asks directories such as LDAP.
      return `( printf =; { getent passwd || cat /etc/passwd; } | cut -d: -f1 | sed ${mostListed}q | tr '\\n' '\\0' )`;
    case 'variables':
      return `( printf =; awk 'BEGIN { for (name in ENVIRON) print name }' | tr '\\n' '\\0' )`;
    default:
      return query satisfies never;
  }
}

const globs = (prefix = ''): string => (prefix === '' ? '* .[!.]* ..?*' : `${shellQuote(prefix)}*`);

function folderWord(path: string): string {
  if (path === '~' || path === '~/') return '"$HOME"';
  if (path.startsWith('~/')) return `"$HOME"/${shellQuote(path.slice(2))}`;
  const [, user, rest = ''] = /^(~[A-Za-z_][\w.-]*)\/(.*)$/s.exec(path) ?? [];
  if (user !== undefined) return `${user}/${shellQuote(rest)}`;
  return shellQuote(path.startsWith('/') ? path : `./${path}`);
}

/** Without names that could not be typed or shown as they are. */
function namesIn(answer: string): string {
  const names = Buffer.from(answer, 'latin1').toString('utf8').split(nameEnd);
  return joined(names.filter((name) => name !== '' && name !== '*' && isPlain(name)));
}

const joined = (names: readonly string[]): string =>
  [...new Set(names)]
    .sort()
    .map((name) => name + nameEnd)
    .join('');

const isPlain = (name: string): boolean => !name.includes('\ufffd') && safeText(name) === name;
