import { type ChildProcess, spawn } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { askpassProgram, askpassStart } from './askpass-program.ts';
import { keyKeeperScript } from './shown-key.ts';

/** A control socket's path has at most 108 bytes (unix(7)), of which ssh needs 17 more while it makes one. */
const longestFolder = 108 - '/99999/control'.length - 17 - 1;

/**
 * The folder with the control sockets, which nobody else may enter. A small program outlives us by a moment, however we
 * end, to end the masters and remove the folder.
 */
export class Place {
  readonly folder = makePlace();
  readonly #keeper: ChildProcess;
  #numbers = 0;

  /** @throws Error if no folder can be made */
  constructor() {
    // In a session of its own, so that Ctrl-C at our terminal does not reach it.
    this.#keeper = spawn('/bin/sh', ['-c', keeper, this.folder], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: '/',
    });
    this.#keeper.on('error', () => {});
    this.#keeper.stdin?.on('error', () => {});
    this.#keeper.unref();
    (this.#keeper.stdin as Socket | null)?.unref();
  }

  /** For SSH_ASKPASS. */
  get askpass(): string {
    return path.join(this.folder, 'askpass');
  }

  /** For KnownHostsCommand. */
  get keyKeeper(): string {
    return path.join(this.folder, 'keep-key');
  }

  /** Something that cleans up /tmp may have removed it. */
  get isThere(): boolean {
    return existsSync(this.askpass);
  }

  /** Makes the folder of one connection, which removes it at its end. */
  makeFolder(): string {
    this.#numbers += 1;
    const folder = path.join(this.folder, String(this.#numbers));
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  }

  removeFolder(folder: string): void {
    rmSync(folder, { recursive: true, force: true });
  }

  /** Makes this process end with us. */
  watch(pid: number): void {
    this.#keeper.stdin?.write(`+ ${pid}\n`);
  }

  /** The process has ended by itself. */
  forget(pid: number): void {
    this.#keeper.stdin?.write(`- ${pid}\n`);
  }
}

/** Its standard input ends when we do. */
const keeper = `trap '' HUP INT TERM
all=
while read -r what pid; do
  if [ "$what" = + ]; then all="$all $pid"; continue; fi
  left=
  for one in $all; do [ "$one" = "$pid" ] || left="$left $one"; done
  all=$left
done
rm -rf -- "$0"
a_while() { sleep 0.1 || sleep 1; }
living() { for one in $all; do kill -0 "$one" && return; done; return 1; }
# they close what our end has closed
living && a_while && living && kill $all
for n in 1 2 3 4 5 6 7 8 9 10; do living || break; a_while; done
living && kill -KILL $all
# a ProxyCommand may not look at its input
for one in $all; do kill -HUP "-$one"; done`;

function makePlace(): string {
  for (const parent of [process.env.XDG_RUNTIME_DIR ?? '', tmpdir(), '/tmp']) {
    if (!path.isAbsolute(parent) || !isShort(parent) || !isSafe(parent)) continue;
    const folder = makeFolderIn(parent);
    if (folder === undefined) continue;
    if (letsProgramsStart(folder)) return folder;
    rmSync(folder, { recursive: true, force: true });
  }
  throw new Error('no folder of ours lets a program start – set XDG_RUNTIME_DIR to one');
}

/** The parent may be on a read-only file system. */
function makeFolderIn(parent: string): string | undefined {
  try {
    return mkdtempSync(path.join(parent, 'tutti-'));
  } catch {
    return undefined;
  }
}

const isShort = (parent: string): boolean =>
  Buffer.byteLength(path.join(parent, 'tutti-abcdef')) <= longestFolder;

/** Whether nobody else can rename what is in it. */
function isSafe(parent: string): boolean {
  try {
    const { uid, mode } = statSync(parent);
    const isSticky = (mode & 0o1000) !== 0;
    return isSticky || (uid === process.getuid?.() && (mode & 0o022) === 0);
  } catch {
    return false;
  }
}

/** Whether programs can be started from it, which noexec forbids: ssh starts the askpass program from here. */
function letsProgramsStart(folder: string): boolean {
  try {
    writeFileSync(path.join(folder, 'keep-key'), keyKeeperScript, { mode: 0o600 });
    const script = path.join(folder, 'askpass.cjs');
    writeFileSync(script, askpassProgram, { mode: 0o600 });
    const file = path.join(folder, 'askpass');
    writeFileSync(file, askpassStart(process.execPath, script), { mode: 0o700 });
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
