import type { Duplex } from 'node:stream';
import { packet } from '../transfer/sftp-numbers.ts';
import { type PacketReader, PacketWriter } from '../transfer/sftp-packet.ts';
import { type Answer, failed, unsupported } from './sftp-answers.ts';
import { SftpHandles } from './sftp-handles.ts';
import { onPackets } from './sftp-packets.ts';
import { extensions, type SftpDesk, type SftpWork, sftpWork } from './sftp-requests.ts';

/** SFTP version 3 on a channel, over the files of this machine; relative paths begin in `home`. A test passes `work` that lies. */
export function serveSftp(channel: Duplex, home: string, work: SftpWork = sftpWork): void {
  const handles = new SftpHandles();
  const start = Buffer.from(`${home}/`);
  const desk: SftpDesk = {
    handles,
    at: (path) => (path[0] === 0x2f ? path : Buffer.concat([start, path])),
  };
  const answer = (id: number, { type, fill }: Answer) =>
    channel.writable && channel.write(fill(new PacketWriter(type).uint32(id)).finish());

  channel.on('error', () => {});
  channel.on('close', () => void handles.closeAll());
  channel.on('end', () => channel.end());
  onPackets(channel, (request) => {
    if (request.type === packet.init) {
      channel.write(greeting().finish());
      return;
    }
    const id = request.uint32();
    carryOut(request, desk, work).then(
      (result) => answer(id, result),
      (error) => answer(id, failed(error)),
    );
  });
}

function carryOut(request: PacketReader, desk: SftpDesk, works: SftpWork): Promise<Answer> {
  const work = works[request.type];
  return work ? work(request, desk) : Promise.resolve(unsupported);
}

const greeting = (): PacketWriter =>
  extensions.reduce(
    (writer, name) => writer.string(name).string('1'),
    new PacketWriter(packet.version).uint32(3),
  );
