import { type Channel, ChannelRefused, type Connection } from '../transport/channel.ts';

/**
 * Opens a channel. If the server allows no further one on this connection (MaxSessions), opens it on a connection of
 * its own, which ends with it. Rejects as the first try did.
 */
export async function openOrSpare(
  connection: Connection,
  dialAgain: () => Promise<Connection>,
  open: (connection: Connection) => Promise<Channel>,
): Promise<Channel> {
  try {
    return await open(connection);
  } catch (error) {
    if (!(error instanceof ChannelRefused)) throw error;
    const spare = await dialAgain().catch(() => undefined);
    if (spare === undefined) throw error;
    try {
      const channel = await open(spare);
      channel.onClose(() => spare.close());
      return channel;
    } catch {
      spare.close();
      throw error;
    }
  }
}
