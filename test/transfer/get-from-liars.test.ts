import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { atEnd, dataAnswer, handleAnswer, namesAnswer } from '../../src/demo/sftp-answers.ts';
import { type SftpWork, sftpWork } from '../../src/demo/sftp-requests.ts';
import type { TransferOptions } from '../../src/domain/transfer.ts';
import { packet } from '../../src/transfer/sftp-numbers.ts';
import type { PacketWriter } from '../../src/transfer/sftp-packet.ts';
import { lyingHost } from '../support/lying-host.ts';
import { localFolder, transferring } from '../support/transferring.ts';

let local: string;
let remote: string;
beforeEach(() => {
  local = localFolder();
  remote = localFolder();
  mkdirSync(path.join(remote, 't'));
  writeFileSync(path.join(remote, 't', 'honest'), 'honest');
});

const getFrom = (lies: SftpWork, sources = ['t'], options: TransferOptions = {}) => {
  const destination = path.join(local, 'dest');
  return transferring({ kind: 'get', sources, destination, options }, lyingHost(remote, lies));
};

/** Everything that was written, below the folder that holds the destination. */
const written = (): string[] =>
  readdirSync(local, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.includes('.') || name.includes('honest'),
  );

/** A listing that holds these names, once. */
function namesLie(names: readonly (string | Buffer)[]): SftpWork {
  let told = false;
  return {
    [packet.readdir]: async () => {
      if (told) return atEnd;
      told = true;
      return namesAnswer(names.map((name) => ({ name: Buffer.from(name) })));
    },
  };
}

describe('a get from a host that lies about names', () => {
  it.each(['../../../evil.cron', '/etc/evil.cron', 'a/b.x', '..', 'nul\0.x', ''])(
    'writes nothing for %j and names it',
    async (name) => {
      const { facts, warned } = await getFrom(namesLie([name, 'honest']));
      expect(facts).toMatchObject({ transferred: 1 });
      expect(written()).toEqual(['dest/web01/t/honest']);
      // `..` is in every listing and no name
      if (name !== '..') {
        expect(facts).toMatchObject({ failed: 1 });
        expect(warned.join()).toMatch(/the host gave a name that/);
      }
    },
  );

  it('names what is no UTF-8 by its bytes', async () => {
    const { facts, warned } = await getFrom(namesLie([Buffer.from([0x61, 0xff])]));
    expect(facts).toMatchObject({ failed: 1 });
    expect(warned.join()).toContain('its name is no UTF-8 (hex 61ff)');
  });

  it('shows no control sequence of a name', async () => {
    const { warned } = await getFrom(namesLie(['\x1b]0;owned\x07/x']));
    expect(warned.join()).not.toContain('\x1b');
  });

  it('finds no pattern in a name that leads elsewhere', async () => {
    await getFrom(namesLie(['../../x.conf']), ['*.conf']);
    expect(written()).toEqual([]);
  });
});

/** A type in a folder's listing and of LSTAT alike. */
const attributes = (mode: number, size: number) => (into: PacketWriter) =>
  into
    .uint32(1 | 4)
    .uint64(size)
    .uint32(mode);

describe('a get from a host that lies about files', () => {
  it.each([
    ['larger than it is', 2 ** 40],
    ['as large as a number can be', 2 ** 53 - 1],
    ['empty', 0],
    ['smaller than it is', 2],
  ])('that are told to be %s has all of them', async (_, size) => {
    const told = { type: packet.attrs, fill: attributes(0o100644, size) };
    const lie: SftpWork = { [packet.stat]: async () => told, [packet.lstat]: async () => told };
    const { facts } = await getFrom(lie, ['t/honest']);
    expect(facts).toMatchObject({ transferred: 1 });
    expect(readFileSync(path.join(local, 'dest/web01/honest'), 'utf8')).toBe('honest');
  });

  it('with answers of seven bytes has all of them', async () => {
    const content = Buffer.from('0123456789'.repeat(10_000));
    writeFileSync(path.join(remote, 'long'), content);
    const short: SftpWork = {
      [packet.read]: async (request) => {
        request.bytes();
        const offset = request.uint64();
        const bytes = content.subarray(offset, offset + 7000);
        return bytes.length === 0 ? atEnd : dataAnswer(bytes);
      },
    };
    await getFrom(short, ['long']);
    expect(readFileSync(path.join(local, 'dest/web01/long')).equals(content)).toBe(true);
  });

  it('without an end is stopped, and leaves nothing', async () => {
    const endless: SftpWork = { [packet.read]: async () => dataAnswer(Buffer.alloc(32 * 1024)) };
    const { facts, warned } = await getFrom(endless, ['t/honest']);
    expect(facts).toMatchObject({ failed: 1 });
    expect(warned.join()).toContain('does not end');
    expect(written()).toEqual([]);
  });

  it('that are not what is read again are refused', async () => {
    let reads = 0;
    const fickle: SftpWork = {
      [packet.read]: async (request) => {
        request.bytes();
        if (request.uint64() > 0) return atEnd;
        reads += 1;
        return dataAnswer(Buffer.from(`read ${reads}`));
      },
    };
    const { facts, warned } = await getFrom(fickle, ['t/honest']);
    expect(facts).toMatchObject({ failed: 1 });
    expect(warned.join()).toMatch(/SHA-256|changed/);
    expect(written()).toEqual([]);
  });

  it('never opens what is a device, a socket or a pipe', async () => {
    const device = { type: packet.attrs, fill: attributes(0o020644, 5) };
    const opened: string[] = [];
    const lie: SftpWork = {
      [packet.stat]: async () => device,
      [packet.open]: async (request, desk) => {
        opened.push('open');
        return (sftpWork[packet.open] as NonNullable<SftpWork[number]>)(request, desk);
      },
    };
    const { facts, warned } = await getFrom(lie, ['t/honest']);
    expect(facts).toMatchObject({ skipped: 1, transferred: 0 });
    expect(warned.join()).toContain('is no file and no folder');
    expect(opened).toEqual([]);
  });

  it('stops at folders without a bottom', async () => {
    const folder = { type: packet.attrs, fill: attributes(0o040755, 0) };
    let told = false;
    const lie: SftpWork = {
      [packet.stat]: async () => folder,
      [packet.opendir]: async () => {
        told = false;
        return handleAnswer('deeper');
      },
      [packet.readdir]: async () => {
        if (told) return atEnd;
        told = true;
        const entry = (into: PacketWriter) => into.uint32(1).string('down').string('down');
        return { type: packet.name, fill: (into) => attributes(0o040755, 0)(entry(into)) };
      },
    };
    const { facts, warned } = await getFrom(lie);
    expect(facts).toMatchObject({ failed: 1 });
    expect(warned.join()).toContain('more than 64 folders deep');
  });
});
