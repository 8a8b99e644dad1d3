import type { ShellPart, Snapshot } from '../domain/remembered.ts';
import type { Stream } from '../domain/run.ts';
import { MarkScanner } from './mark-scanner.ts';
import { drawNonce } from './nonce.ts';
import type { Shell } from './shell.ts';
import { type ShellKind, shellKind } from './shell-kinds.ts';

/** In the order of listing: if it is too long, the end is lost. */
const parts: readonly ShellPart[] = ['exports', 'umask', 'aliases', 'options', 'functions'];

/** The shell's PATH; undefined if it is not listed, or not as a plain value. */
export const pathIn = (snapshot: Snapshot | undefined): string | undefined =>
  /^(?:export|declare -x|typeset -x) PATH=(["']?)([\w/.:+@-]+)\1$/m.exec(
    snapshot?.parts.exports ?? '',
  )?.[2];

/** The names of the exported variables; none if they are not listed. */
export const exportedIn = (snapshot: Snapshot | undefined): readonly string[] =>
  [
    ...(snapshot?.parts.exports ?? '').matchAll(
      /^(?:export|declare -[a-z]*x[a-z]*|typeset -[a-z]*x[a-z]*) (?:-\S+ )*([A-Za-z_]\w*)(?==|$)/gm,
    ),
  ].map(([, name = '']) => name);

/** The names of the functions; none where the shell cannot list them. */
export const functionsIn = (snapshot: Snapshot | undefined): readonly string[] =>
  [...(snapshot?.parts.functions ?? '').matchAll(/^(\S+) \(\)/gm)].map(([, name = '']) => name);

/** Longest snapshot that is kept, bytes. */
const longest = 256 * 1024;
/**
 * Each piece is written at once, with its frame: up to 4096 bytes (PIPE_BUF) no output of a background job can get into
 * it.
 */
const pieceBytes = 3500;

/**
 * Lists the state of an idle shell by a hidden line. Never settles if the shell ends first; output of background jobs
 * meanwhile goes to `late`.
 */
export function takeSnapshot(
  shell: Shell,
  late: (stream: Stream, bytes: Uint8Array) => void,
): Promise<Snapshot> {
  const { promise, resolve } = Promise.withResolvers<Snapshot>();
  const { first, second, mark } = drawNonce();
  const kind = shellKind(shell.facts.kind);
  let text = '';
  const pieces = new MarkScanner(
    (bytes) => late('stdout', bytes),
    (piece) => {
      text += piece.toString('latin1', 0, piece.length - 1);
      pieces.expect(mark);
    },
  );
  pieces.expect(mark);
  shell.hidden(snapshotScript(kind, first + second), {
    output: (stream, bytes) => {
      if (stream === 'stdout') pieces.push(bytes);
      // With `set -v` or `set -x` that is our own line.
      else if (!/[vx]/.test(shell.lastMark.flags)) late(stream, bytes);
    },
    marked: () => {
      pieces.release();
      resolve({ kind: kind.name, parts: partsOf(text, first), bytes: text.length });
    },
  });
  return promise;
}

/** All lists go through one awk; output of the operator's traps and traces goes to /dev/null. */
function snapshotScript(kind: ShellKind, nonce: string): string {
  const b = kind.builtin;
  const title = (name: string) => `${b} printf '%s\\n' ${nonce.slice(0, 16)}:${name} >&7`;
  const lists = parts.flatMap((part) => {
    const list = kind.lists[part];
    return list === undefined ? [] : [title(part), ...list.map((one) => `${b} ${one} >&7`)];
  });
  const script = [`${b} set +eu`, ...lists, title('end')].join('; ');
  return `{ { ${script}; } 7>&1 >/dev/null 2>&1 | LC_ALL=C ${b} command awk -v n=${nonce} '${frame}' >&6; } 6>&1 >/dev/null 2>&1 || :`;
}

const frame = `
function put(t) { printf "%s", "\\036" n ";" t ";\\036" n "/"; fflush() }
{ if ((s += length($0)) > ${longest}) exit
  b = b $0 "\\n"
  while (length(b) > ${pieceBytes}) { put(substr(b, 1, ${pieceBytes})); b = substr(b, ${pieceBytes + 1}) } }
END { if (b != "") put(b) }`;

/**
 * Takes only complete lists, which are followed by another title. A title may also occur within a list, as the value of
 * `_`.
 */
function partsOf(text: string, nonce: string): Snapshot['parts'] {
  const pieces = `\n${text}`.split(`\n${nonce}:`).slice(1, -1);
  return Object.fromEntries(
    pieces.flatMap((piece) => {
      const [name = '', ...list] = piece.split('\n');
      return list.length === 0 ? [] : [[name, list.join('\n')]];
    }),
  );
}
