import { type Channel, ChannelRefused, type Connection } from '../transport/channel.ts';
import { decodePath } from './mark.ts';
import { drawNonce } from './nonce.ts';
import { type RequestForm, shellRequest } from './start-request.ts';

/** How long the directory's name may take to arrive, ms. */
const openMs = 10_000;
const mostTries = 3;
const retryMs = 50;

/** The standard input of one line: a FIFO on the host that another channel fills. */
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
  const { first: word } = drawNonce();
  const channel = await openChannel(connection, shellRequest(script(word), form));
  channel.onDrain(onDrain);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  // The answer stands between two words, because startup files may print before it.
  let answer = '';
  channel.onOutput((stream, bytes) => {
    if (stream !== 'stdout') return;
    answer += Buffer.from(bytes).toString('latin1');
    const [, folder, end] = answer.split(word);
    if (folder !== undefined && end !== undefined) resolve(decodePath(folder));
    else if (folder === undefined) answer = answer.slice(-word.length);
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

/** dropbear at times refuses a channel that is opened right after another one ended, and allows it at the next try. */
async function openChannel(connection: Connection, request: string): Promise<Channel> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await connection.exec(request);
    } catch (error) {
      if (!(error instanceof ChannelRefused)) throw error;
      if (tries === mostTries) {
        throw new Error('the server allows no further channel – raise MaxSessions there');
      }
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

// A noexec or missing /tmp is no reason to refuse: only a FIFO is needed.
// SIGPIPE, of a connection that has gone, would leave the directory behind.
const script = (word: string): string =>
  `trap '' PIPE; umask 077; d=$(mktemp -d 2>/dev/null || mktemp -d /dev/shm/tutti.XXXXXXXX 2>/dev/null || mktemp -d "$HOME/.tutti.XXXXXXXX") && mkfifo "$d/in" && echo "${word}\${d}${word}" && cat >"$d/in"; [ -z "$d" ] || rm -rf "$d"`;

/** For a feeder whose FIFO nobody opened: opens it for a moment, so that its `cat` goes on to the end of its input. */
export const unblockScript = (quotedPath: string): string =>
  `if [ -p ${quotedPath} ]; then true <>${quotedPath}; fi`;
