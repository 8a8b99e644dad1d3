import { type Channel, ConnectError, type Connection } from '../transport/channel.ts';
import { within } from '../transport/time-limit.ts';
import { drawNonce } from './nonce.ts';

/** How long the answer may take, ms. */
const answerMs = 5000;

/**
 * Whether an account in which no shell starts at least runs single commands as written: a restricted shell does, a
 * forced command or `nologin` prints something else. Rejects with `ChannelRefused`.
 */
export async function takesCommands(connection: Connection): Promise<boolean> {
  const word = drawNonce().first;
  const channel = await connection.exec(`echo ${word}`).catch((error) => {
    if (error instanceof ConnectError) return undefined;
    throw error;
  });
  if (channel === undefined) return false;
  const said = await within(answerMs, answer(channel));
  channel.close();
  return said?.split(/\r?\n/).includes(word) ?? false;
}

/** Its stdout; `undefined` if it fails. */
function answer(channel: Channel): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  let said = '';
  let succeeded = false;
  channel.onOutput((stream, bytes) => {
    if (stream === 'stdout' && said.length < 4096) said += Buffer.from(bytes).toString('latin1');
  });
  channel.onExit((code) => {
    succeeded = code === 0;
  });
  channel.onClose(() => resolve(succeeded ? said : undefined));
  channel.end();
  return promise;
}
