import type { Debug } from '../domain/debug.ts';
import type { Channel } from '../transport/channel.ts';
import { type Sftp, SftpError } from './sftp.ts';
import { SftpClient } from './sftp-client.ts';
import { SftpLink } from './sftp-link.ts';
import { packet } from './sftp-numbers.ts';
import { type PacketReader, PacketWriter } from './sftp-packet.ts';
import { SftpRequests } from './sftp-requests.ts';

/** The version that every server speaks, and OpenSSH no other. */
const version = 3;

/**
 * Speaks SFTP on a channel: of the subsystem, or of a server that was started as a command (sudo).
 * Rejects with `SftpError` when what answers is no SFTP server, quoting its first words.
 */
export function openSftp(channel: Channel, debug?: Debug): Promise<Sftp> {
  const link = new SftpLink(channel);
  const requests = new SftpRequests(link, debug);
  const opened = Promise.withResolvers<Sftp>();
  const greet = (greeting: PacketReader): void => {
    const extensions = readGreeting(greeting);
    debug?.(`sftp: open, with ${[...extensions].join(', ') || 'no extensions'}`);
    link.listen((answer) => requests.take(answer), ended);
    opened.resolve(new SftpClient(requests, extensions, () => link.close()));
  };
  const ended = (error: SftpError): void => {
    debug?.(`sftp: over: ${error.message}`);
    requests.end(error);
    opened.reject(error);
  };
  link.listen(greet, ended);
  link.send(new PacketWriter(packet.init).uint32(version));
  return opened.promise;
}

function readGreeting(greeting: PacketReader): Set<string> {
  if (greeting.type !== packet.version) {
    throw new SftpError('protocol', 'what answers there does not speak SFTP');
  }
  const theirs = greeting.uint32();
  if (theirs < version) {
    throw new SftpError('unsupported', `the host speaks SFTP ${theirs}, and ${version} is needed`);
  }
  const extensions = new Set<string>();
  while (!greeting.atEnd) {
    extensions.add(greeting.text());
    greeting.bytes();
  }
  return extensions;
}
