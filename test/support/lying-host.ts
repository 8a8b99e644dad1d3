import { type Duplex, duplexPair } from 'node:stream';
import { type SftpWork, sftpWork } from '../../src/demo/sftp-requests.ts';
import { serveSftp } from '../../src/demo/sftp-subsystem.ts';
import type { TransferContext } from '../../src/transfer/transfer-context.ts';
import { type Channel, ChannelRefused } from '../../src/transport/channel.ts';

/** A host without a shell whose SFTP answers these requests in its own way, and the others as is right. */
export function lyingHost(home: string, lies: SftpWork): TransferContext['connection'] {
  return {
    exec: () => Promise.reject(new ChannelRefused('no commands here')),
    subsystem: async () => {
      const [ours, theirs] = duplexPair();
      serveSftp(theirs, home, { ...sftpWork, ...lies });
      return channelOf(ours);
    },
  };
}

function channelOf(stream: Duplex): Channel {
  return {
    write: (data) => stream.write(data),
    onDrain: (drained) => void stream.on('drain', drained),
    onOutput: (take) => void stream.on('data', (bytes: Buffer) => take('stdout', bytes)),
    onExit: () => {},
    onClose: (closed) => void stream.on('close', closed),
    pause: () => void stream.pause(),
    resume: () => void stream.resume(),
    resize: () => {},
    signal: () => {},
    end: () => void stream.end(),
    close: () => void stream.destroy(),
  };
}
