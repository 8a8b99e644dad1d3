import type { Debug } from '../domain/debug.ts';
import type { Failure } from '../domain/failure.ts';
import type { Host, ShellChoice, ShellFacts } from '../domain/host.ts';
import { safeText } from '../domain/output.ts';
import type { Stream } from '../domain/run.ts';
import { type Channel, ChannelRefused, type Connection } from '../transport/channel.ts';
import { decodePath } from './mark.ts';
import { type ChannelEnd, MarkedChannel } from './marked-channel.ts';
import { noShellFailure } from './no-shell.ts';
import { drawNonce } from './nonce.ts';
import { Shell } from './shell.ts';
import { setupText } from './shell-text.ts';
import { drivenLogins, type RequestForm, startRequest } from './start-request.ts';
import { takesCommands } from './takes-commands.ts';

/** How long the first mark may take, ms. */
const startMs = 10_000;
const noiseBytes = 4096;

export interface ShellListener {
  late(stream: Stream, bytes: Uint8Array): void;
  ended(end: ChannelEnd): void;
  readonly debug?: Debug | undefined;
}

export type Start =
  | {
      readonly kind: 'started';
      readonly shell: Shell;
      readonly form: RequestForm;
      readonly notice?: string;
    }
  /** No shell starts, but single commands run. */
  | { readonly kind: 'per-command' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** The connection was lost meanwhile. */
  | { readonly kind: 'lost' };

/** Starts the shell of `host`; where the account is restricted, by a plainer request. Rejects with `ChannelRefused`. */
export async function startShell(
  connection: Connection,
  host: Pick<Host, 'shell' | 'rc'>,
  listener: ShellListener,
): Promise<Start> {
  const first = await attempt(connection, host, 'full', listener);
  const restricted = first.kind === 'silent' && first.noise.includes('restricted');
  const last = restricted ? await attempt(connection, host, 'plain', listener) : first;
  if (last.kind !== 'silent') return last;
  // If a chosen shell does not exist, say so rather than work around it.
  const chosen = host.shell === 'bash' || host.shell === 'zsh';
  if (!chosen && last.end !== undefined && (await takesCommands(connection))) {
    return { kind: 'per-command' };
  }
  return { kind: 'failed', failure: noShellFailure(last.noise, last.end) };
}

type Attempt =
  | Extract<Start, { kind: 'started' | 'lost' }>
  | { readonly kind: 'silent'; readonly noise: string; readonly end: ChannelEnd | undefined };

async function attempt(
  connection: Connection,
  { shell: choice, rc }: Pick<Host, 'shell' | 'rc'>,
  form: RequestForm,
  listener: ShellListener,
): Promise<Attempt> {
  const { debug } = listener;
  debug?.(`shell: asked for (shell: ${choice}, ${form} request)`);
  const channel = await open(connection, startRequest(choice, form, rc));
  if (channel === undefined) return { kind: 'lost' };
  const { promise, resolve } = Promise.withResolvers<Attempt>();
  const noise = new Noise();
  let started = false;
  const wire = new MarkedChannel(
    channel,
    (stream, bytes) => (started ? listener.late(stream, bytes) : noise.add(bytes)),
    (end) => {
      if (started) listener.ended(end);
      else resolve(end.kind === 'closed' ? { kind: 'lost' } : silent(end));
    },
  );
  const silent = (end?: ChannelEnd): Attempt => ({ kind: 'silent', noise: noise.text, end });
  const timer = setTimeout(() => resolve(silent()), startMs);
  const nonce = drawNonce();
  wire.send(setupText(nonce), nonce, {
    output: (_, bytes) => noise.add(bytes),
    marked: (fields) => {
      started = true;
      resolve({ kind: 'started', form, ...greet(wire, fields, choice) });
    },
  });
  const result = await promise;
  clearTimeout(timer);
  debug?.(`shell: ${startWords(result)}`);
  if (!started) channel.close();
  return result;
}

function startWords(result: Attempt): string {
  if (result.kind === 'lost') return 'the connection went before it started';
  if (result.kind === 'started') return `started, ${result.shell.facts.kind}`;
  const { end, noise } = result;
  const said = `${noise.length} characters were said`;
  if (end === undefined) return `no sign of it within ${startMs / 1000} s, ${said}`;
  return `none, ${end.kind === 'exited' ? `exit ${end.code}` : end.kind}, ${said}`;
}

async function open(connection: Connection, request: string): Promise<Channel | undefined> {
  try {
    return await connection.exec(request);
  } catch (error) {
    if (error instanceof ChannelRefused) throw error;
    return undefined;
  }
}

/** Reads the facts of the first mark, see `setupText`. */
function greet(wire: MarkedChannel, fields: Buffer, choice: ShellChoice) {
  const lines = fields.toString('latin1').slice(0, -1).split('\n');
  const [version = '', login = '', uid = '', stat = '', idleLimit = ''] = lines;
  const [flags = '', place = '', home = ''] = lines.slice(5);
  const cwd = lines.slice(8).join('\n');
  const pid = Number.parseInt(stat, 10);
  // proc(5): the name in brackets may hold spaces; behind it the state is field 3.
  const numbers = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const word = version.split(' ')[0];
  const kind = word === 'bash' || word === 'zsh' ? word : 'sh';
  const program = login.slice(login.lastIndexOf('/') + 1) || 'unknown';
  const undriven = choice === 'login' && !drivenLogins.includes(program);
  const other = unusualShell(kind, choice, undriven ? program : undefined);
  const unusual = flags.includes('i') ? other : `${other ?? kind}, ${notInteractive}`;
  const facts: ShellFacts = {
    kind,
    version: version.slice(version.indexOf(' ') + 1),
    pid,
    pgid: Number(numbers[2]) || pid,
    startTime: Number(numbers[19]) || 0,
    uid: Number(uid),
    home: decodePath(home),
    cwd: decodePath(cwd),
    names: namesIn(place),
    ...(unusual !== undefined && { unusual }),
  };
  const shell = new Shell(wire, facts, cwd);
  shell.idleLimit = Number(idleLimit) || undefined;
  if (!undriven) return { shell };
  return { shell, notice: `login shell ${program} is not driven, using ${kind}` };
}

/** The account has a forced command, or `exec bash` in a startup file that sshd's shell reads. */
const notInteractive = 'not interactive: Ctrl-C ends it';

function unusualShell(
  kind: ShellFacts['kind'],
  choice: ShellChoice,
  undriven: string | undefined,
): string | undefined {
  if (undriven !== undefined) return `${kind}, not ${undriven}`;
  return choice === 'auto' && kind !== 'bash' ? `${kind}, no bash` : undefined;
}

/** The host's own name, and the address that it was reached at: `SSH_CONNECTION` is `client port server port`. */
function namesIn(place: string): string[] {
  const [hostname = '', , , server = ''] = place.split(' ');
  return [hostname, server].filter((name) => name !== '' && safeText(name) === name);
}

/** For an account that only runs single commands: there is no shell to ask. */
export const perCommandFacts: ShellFacts = {
  kind: 'sh',
  version: '',
  pid: 0,
  pgid: 0,
  startTime: 0,
  uid: -1,
  home: '',
  cwd: '',
  unusual: 'one command at a time, nothing kept',
  perCommand: true,
};

/** Keeps the beginning of what came before the first mark: a greeting, a complaint. */
class Noise {
  #bytes = Buffer.alloc(0);

  get text(): string {
    return this.#bytes.toString('utf8');
  }

  add(bytes: Uint8Array): void {
    if (this.#bytes.length >= noiseBytes) return;
    this.#bytes = Buffer.concat([this.#bytes, bytes.subarray(0, noiseBytes)]);
  }
}
