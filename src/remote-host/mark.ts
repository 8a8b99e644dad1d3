/** What the shell reports at the end of a line. */
export interface Mark {
  readonly code: number;
  /** The shell's flags, `$-`. */
  readonly flags: string;
  /** Seconds since the host's boot; absent without /proc. */
  readonly uptime?: number;
  /** Process id of the newest background job, `$!`. */
  readonly job?: number;
  /** Working directory, byte for byte (latin1). */
  readonly cwd: string;
}

/** `code;flags;uptime job;cwd;` – the cwd may hold any byte, so it is what is left. */
export function parseMark(fields: Buffer): Mark {
  const text = fields.toString('latin1');
  const flagsAt = text.indexOf(';') + 1;
  const timeAt = text.indexOf(';', flagsAt) + 1;
  const jobAt = text.indexOf(' ', timeAt) + 1;
  const cwdAt = text.indexOf(';', jobAt) + 1;
  const uptime = Number(text.slice(timeAt, jobAt - 1));
  const job = Number(text.slice(jobAt, cwdAt - 1));
  return {
    code: Number(text.slice(0, flagsAt - 1)),
    flags: text.slice(flagsAt, timeAt - 1),
    ...(uptime > 0 && { uptime }),
    ...(job > 0 && { job }),
    cwd: text.slice(cwdAt, -1),
  };
}

export const decodePath = (latin1: string): string =>
  Buffer.from(latin1, 'latin1').toString('utf8');
