import { spawn } from 'node:child_process';
import { NotAnswered } from '../domain/question.ts';
import { Secret } from '../domain/secret.ts';
import { endingWithUs } from './end-with-us.ts';

export interface CommandOptions {
  /** ms; absent: 30 s. */
  readonly timeout?: number;
  /** Bytes that it may print; absent: 64 KB. */
  readonly most?: number;
  /** The terminal is our screen's: the program must not ask there, which would take all keys. */
  readonly screen?: boolean;
}

/** Of what it says on stderr, characters that are told: the last ones. */
const lastWords = 300;

/**
 * The first line that a program prints, as those of git's and ssh's askpass programs are read. It is run without a
 * shell and with nothing on its standard input. Rejects with `NotAnswered`.
 */
export function fromCommand(
  [program = '', ...args]: readonly string[],
  { timeout = 30_000, most = 64 * 1024, screen = false }: CommandOptions = {},
): Promise<Secret> {
  const { promise, resolve, reject } = Promise.withResolvers<Secret>();
  // In a session of its own it has no terminal, unless gpg names it.
  const { GPG_TTY, ...env } = process.env;
  const start = () =>
    spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(screen && { detached: true, env }),
    });
  const { child, ended } = screen ? endingWithUs(start) : { child: start(), ended: () => {} };
  const printed: Buffer[] = [];
  let bytes = 0;
  let said = '';
  const timer = setTimeout(() => fail(`no end after ${timeout / 1000} s`), timeout);
  child.stdout.on('data', (chunk: Buffer) => {
    printed.push(chunk);
    bytes += chunk.length;
    if (bytes > most) fail(`it printed more than ${most / 1024} KB`);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-lastWords);
  });
  child.once('error', ({ code, message }: NodeJS.ErrnoException) =>
    fail(code === 'ENOENT' ? 'there is no such program' : message),
  );
  child.once('exit', (code, signal) => {
    // A child of its own that keeps the pipe open is not waited for.
    setTimeout(() => done(code, signal), 200).unref();
  });
  child.once('close', done);
  return promise.finally(() => {
    clearTimeout(timer);
    ended();
    for (const chunk of printed) chunk.fill(0);
  });

  function done(code: number | null, signal: string | null): void {
    if (code !== 0) {
      fail(signal ? `ended by ${signal}` : `exit ${code}`);
      return;
    }
    const output = Buffer.concat(printed);
    const [line = ''] = output.toString().split(/\r?\n/, 1);
    output.fill(0);
    if (line === '') fail('it printed nothing');
    else resolve(new Secret(line));
  }

  function fail(why: string): void {
    child.kill('SIGKILL');
    child.stdout.destroy();
    child.stderr.destroy();
    const words = said.trim().replaceAll(/\s*\n\s*/g, ' / ');
    const told = words === '' ? '' : `: ${words}`;
    reject(
      new NotAnswered(
        `password_command ${program}: ${why}${told} – try it by itself, then reconnect`,
      ),
    );
  }
}
