import type { Channel } from './channel.ts';
import { ChannelRefused, type Connection } from './channel.ts';
import { type RequestForm, shellRequest } from './start-request.ts';

/** For the directory's name, ms. */
const openMs = 10_000;

/** The standard input of one line: a FIFO on the host that another channel fills (exec.md 5). */
export interface Feeder {
  readonly path: string;
  readonly channel: Channel;
}

/** Rejects with an `Error` that says why the host takes no input. */
export async function openFeeder(
  connection: Connection,
  form: RequestForm,
  onDrain: () => void,
): Promise<Feeder> {
  const channel = await connection.exec(shellRequest(script, form)).catch((error) => {
    if (!(error instanceof ChannelRefused)) throw error;
    throw new Error('the server allows no further channel – raise MaxSessions there');
  });
  channel.onDrain(onDrain);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let answer = '';
  channel.onOutput((stream, bytes) => {
    if (stream !== 'stdout') return;
    answer += Buffer.from(bytes).toString('utf8');
    if (answer.endsWith('\n')) resolve(answer.trimEnd());
  });
  channel.onClose(() => reject(new Error('no temporary directory can be made there')));
  const timer = setTimeout(() => reject(new Error('the host did not answer in 10 s')), openMs);
  try {
    return { path: `${await promise}/in`, channel };
  } catch (error) {
    channel.close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

// A noexec or missing /tmp is no reason to refuse: only a FIFO is needed.
const script =
  'umask 077; d=$(mktemp -d 2>/dev/null || mktemp -d /dev/shm/tutti.XXXXXXXX 2>/dev/null || mktemp -d "$HOME/.tutti.XXXXXXXX") && mkfifo "$d/in" && echo "$d" && cat >"$d/in"; [ -z "$d" ] || rm -rf "$d"';

/** For a feeder whose FIFO nobody opened: opens it for a moment, so that its `cat` goes on to the end of its input. */
export const unblockScript = (quotedPath: string): string =>
  `if [ -p ${quotedPath} ]; then true <>${quotedPath}; fi`;
