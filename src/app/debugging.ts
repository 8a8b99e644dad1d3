import { safeText } from '../domain/output.ts';
import { newDebugFile, openDebugFile } from '../records/debug-file.ts';
import { DebugLog } from '../records/debug-log.ts';
import { openStateDirectory } from '../records/state-directory.ts';
import { version } from './version.ts';

/** The debug log of this start: from the beginning with `--debug`, or from `:debug` on. Off and on again it is the same file. */
export class Debugging {
  #log: DebugLog | undefined;

  /** `--debug`, told on stderr; undefined: it was not wanted. @throws UsageError where the file cannot be written */
  static begin(wanted: string | true | undefined): Debugging {
    const debugging = new Debugging();
    if (wanted !== undefined) {
      const { file } = debugging.open(wanted);
      process.stderr.write(`tutti: debug log: ${safeText(file)}\n`);
    }
    return debugging;
  }

  /** Absent: nothing is written. */
  get log(): DebugLog | undefined {
    return this.#log;
  }

  /** `true`: a file of its own. @throws UsageError where it cannot be written */
  open(wanted: string | true = true): DebugLog {
    if (this.#log) return this.#log;
    const file =
      wanted === true ? newDebugFile(openStateDirectory(), head()) : openDebugFile(wanted, head());
    this.#log = new DebugLog(file, { process: `tutti-${process.pid}`, turns: true });
    current = this.#log;
    return this.#log;
  }
}

/** On the screen, at the start. */
export const debugNotice = ({ file }: DebugLog) =>
  ({ kind: 'info', text: `debug log: ${safeText(file)}` }) as const;

let current: DebugLog | undefined;

/** That of this process, for a bug of ours. */
export const currentDebugLog = (): DebugLog | undefined => current;

function head(): string {
  const { versions, platform, arch } = process;
  return `tutti ${version}, Node ${versions.node}, ${platform} ${arch} – a line: time (UTC), process, host, what happened`;
}
