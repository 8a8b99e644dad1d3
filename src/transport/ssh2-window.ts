import type { Client, ClientChannel } from 'ssh2';
import { firstWindow, ReceiveWindow } from './receive-window.ts';

/** Of ssh2 (lib/client.js, lib/Channel.js and lib/protocol/Protocol.js of 1.17.0). */
interface ClientInternals {
  readonly _protocol?: { session(channel: number, window: number, packet: number): void };
}
interface ChannelInternals {
  readonly incoming: { window: number };
  readonly outgoing: { readonly state: string; readonly id: number };
  readonly _client: {
    readonly _protocol: { channelWindowAdjust(channel: number, bytes: number): void };
  };
}

/** Opens channels with a window of ours: that of ssh2 is 2 MB for each, whatever there is to share, and cannot be set. */
export function announceWindow(client: Client): void {
  const protocol = (client as unknown as ClientInternals)._protocol;
  if (!protocol) return;
  const session = protocol.session.bind(protocol);
  protocol.session = (channel, _window, packet) => session(channel, firstWindow, packet);
}

/** Returns what is to be told how many bytes of the channel were taken. ssh2 grants nothing by itself from then on. */
export function ownWindow(stream: ClientChannel): (bytes: number) => void {
  const { incoming, outgoing, _client } = stream as unknown as ChannelInternals;
  incoming.window = Number.POSITIVE_INFINITY;
  const window = new ReceiveWindow((bytes) => {
    if (outgoing.state === 'open' || outgoing.state === 'eof') {
      _client._protocol.channelWindowAdjust(outgoing.id, bytes);
    }
  });
  return (bytes) => window.taken(bytes);
}
