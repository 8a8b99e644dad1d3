import type { Debug } from '../domain/debug.ts';

/** What of ssh2's own log is told: no channel's data, no command, no variable, which are in it too (lib/protocol of 1.17.0). */
const told =
  /^(?:(?:Local|Remote) ident|Handshake[: ]|Socket (?:ended|closed|error)|Debug output from server|Inbound: (?:Received (?:USERAUTH_(?:FAILURE|SUCCESS|PK_OK|BANNER|INFO_REQUEST|PASSWD_CHANGEREQ)|SERVICE_ACCEPT|DISCONNECT|UNIMPLEMENTED)|CHANNEL_OPEN_FAILURE|Unsupported|Malformed)|Outbound: Sending (?:DISCONNECT|USERAUTH_REQUEST \([\w -]+\)$))/;

/** Each list of algorithms, and what was agreed on, which we tell ourselves. */
const offer = /^Handshake: (?:\((?:local|remote)\)|[^:]+: )/;

/** Takes what ssh2 has for its `debug`. What both sides offer is told where they do not agree. */
export function ssh2Words(debug: Debug): (line: string) => void {
  let offers: string[] = [];
  return (line) => {
    if (!told.test(line)) return;
    if (offer.test(line)) {
      offers.push(line);
      return;
    }
    if (/no matching/i.test(line)) for (const each of offers.slice(-2)) debug(`ssh2: ${each}`);
    if (/completed|no matching/i.test(line)) offers = [];
    debug(`ssh2: ${line}`);
  };
}
