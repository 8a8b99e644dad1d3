import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ServerChannel } from 'ssh2';

/** What a client says of its terminal; in cells. */
export interface PtyRequest {
  readonly term: string;
  readonly columns: number;
  readonly rows: number;
}

/** util-linux' script(1) has a pseudo-terminal, which Node has not; BSD's takes other options. */
const script = '/usr/bin/script';

export const hasTerminals = (): boolean => process.platform === 'linux' && existsSync(script);

/** A program on a terminal of its own. */
export interface TerminalProgram {
  readonly child: ChildProcess;
  resize(columns: number, rows: number): void;
}

/** Runs an exec request that came with a terminal. Its device's name is kept beside the home, for changes of its size. */
export function serveTerminal(
  channel: ServerChannel,
  command: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
  { term, columns, rows }: PtyRequest,
): TerminalProgram {
  terminals += 1;
  const device = path.join(cwd, `.tty-${process.pid}-${terminals}`);
  const prepared = `tty >'${device}'; stty rows ${rows} cols ${columns}; ${command}`;
  const child = spawn(script, ['-qefc', prepared, '/dev/null'], {
    cwd,
    env: { ...env, TERM: term, SHELL: '/bin/sh' },
    detached: true,
  });
  for (const stream of [child.stdin, child.stdout, child.stderr, channel]) {
    stream.on('error', () => {});
  }
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  // 'close' is behind the last output: an exit status behind the end of the channel reaches nobody
  child.on('close', (code, signal) => {
    if (signal) channel.exit(signal.replace(/^SIG/, ''), false, '');
    else channel.exit(code ?? 0);
    channel.end();
  });
  channel.on('close', () => {
    // script passes its own end on to what runs in it
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGHUP');
  });
  return {
    child,
    resize: (wide, high) => setSize(device, wide, high),
  };
}

let terminals = 0;

function setSize(device: string, columns: number, rows: number): void {
  try {
    const name = readFileSync(device, 'utf8').trim();
    const size = ['rows', String(rows), 'cols', String(columns)];
    spawn('stty', ['-F', name, ...size], { stdio: 'ignore' }).on('error', () => {});
  } catch {
    // it has not begun, or it is over
  }
}
