import { safeText } from '../domain/output.ts';
import type { Channel } from '../transport/channel.ts';
import { SftpError } from './sftp.ts';
import { PacketReader, type PacketWriter } from './sftp-packet.ts';

/** Larger ones are no SFTP: OpenSSH sends at most 256 KB. */
const longestPacket = 1024 * 1024;
/** Of what the host says on stderr, or instead of SFTP. */
const longestQuote = 200;

/** Packets over a channel; every wait for one ends when the channel does. */
export class SftpLink {
  readonly #channel: Channel;
  #pieces: Buffer[] = [];
  #length = 0;
  #take: (packet: PacketReader) => void = () => {};
  #ended: (error: SftpError) => void = () => {};
  #over: SftpError | undefined;
  #greeted = false;
  #said = '';
  #exit = '';

  constructor(channel: Channel) {
    this.#channel = channel;
    channel.onOutput((stream, bytes) => {
      if (stream === 'stdout')
        this.#read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
      else this.#said = (this.#said + Buffer.from(bytes).toString()).slice(0, longestQuote);
    });
    channel.onExit((code, signal) => {
      this.#exit = signal === null ? `exit ${code}` : `killed by ${signal}`;
    });
    channel.onClose(() => this.#end(this.#closed()));
  }

  /** `take` may throw `SftpError`: the link then ends with it. */
  listen(take: (packet: PacketReader) => void, ended: (error: SftpError) => void): void {
    this.#take = take;
    this.#ended = ended;
    if (this.#over) ended(this.#over);
  }

  send(packet: PacketWriter): void {
    if (!this.#over) this.#channel.write(packet.finish());
  }

  close(): void {
    this.#end(new SftpError('lost', 'closed'));
  }

  #read(bytes: Buffer): void {
    if (this.#over) return;
    this.#pieces.push(bytes);
    this.#length += bytes.length;
    try {
      while (this.#length >= 4 && this.#readOne()) {}
    } catch (error) {
      if (!(error instanceof SftpError)) throw error;
      this.#end(error);
    }
  }

  /** True when there was a whole packet. */
  #readOne(): boolean {
    const head = this.#front(4);
    const length = head.readUInt32BE();
    if (!this.#greeted && length > longestGreeting) throw this.#notSftp();
    if (length === 0 || length > longestPacket) {
      throw new SftpError('protocol', `the host sent a packet of ${length} bytes`);
    }
    if (this.#length < length + 4) return false;
    const whole = this.#front(length + 4).subarray(4);
    this.#drop(length + 4);
    this.#greeted = true;
    this.#take(new PacketReader(whole));
    return true;
  }

  /** The first `count` bytes in one piece; there are so many. */
  #front(count: number): Buffer {
    const [first] = this.#pieces;
    if (first && first.length >= count) return first;
    const whole = Buffer.concat(this.#pieces);
    this.#pieces = [whole];
    return whole;
  }

  #drop(count: number): void {
    const [first, ...others] = this.#pieces;
    if (!first) return;
    const rest = first.subarray(count);
    this.#pieces = rest.length > 0 ? [rest, ...others] : others;
    this.#length -= count;
  }

  /** A start-up file that prints comes before the server's own first packet. */
  #notSftp(): SftpError {
    const [line = ''] = Buffer.concat(this.#pieces).toString().trim().split('\n', 1);
    const words = safeText(line.slice(0, longestQuote));
    return new SftpError(
      'protocol',
      `the host says “${words}” before SFTP begins – let its start-up files print nothing without a terminal`,
    );
  }

  #closed(): SftpError {
    if (this.#greeted) return new SftpError('lost', 'the connection was lost');
    const why = [this.#exit, safeText(this.#said.trim())].filter((part) => part !== '').join(': ');
    return new SftpError('unsupported', why === '' ? 'no SFTP there' : `no SFTP there (${why})`);
  }

  #end(error: SftpError): void {
    if (this.#over) return;
    this.#over = error;
    this.#pieces = [];
    this.#channel.close();
    this.#ended(error);
  }
}

/** A VERSION packet with all its extensions is far shorter; text read as a length is far longer. */
const longestGreeting = 64 * 1024;
