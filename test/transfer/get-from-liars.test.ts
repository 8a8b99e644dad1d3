import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { atEnd, dataAnswer, handleAnswer, namesAnswer } from '../../src/demo/sftp-answers.ts';
import { type SftpWork, sftpWork } from '../../src/demo/sftp-requests.ts';
import type { TransferOptions } from '../../src/domain/transfer.ts';
import { packet } from '../../src/transfer/sftp-numbers.ts';
import type { PacketWriter } from '../../src/transfer/sftp-packet.ts';
import { lyingHost } from '../support/lying-host.ts';
import { localHost } from '../support/sftp-place.ts';
import { localFolder, transferring } from '../support/transferring.ts';

let local: string;
let remote: string;
beforeEach(() => {
  local = localFolder();
  remote = localFolder();
  mkdirSync(path.join(remote, 't'));
  writeFileSync(path.join(remote, 't', 'honest'), 'honest');
});

const getFrom = (
  lies: SftpWork,
  sources = ['t'],
  options: TransferOptions = {},
  change?: Parameters<typeof transferring>[2],
) => {
  const destination = path.join(local, 'dest');
  const transfer = { kind: 'get', sources, destination, options } as const;
  return transferring(transfer, lyingHost(remote, lies), change);
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

  it('keeps the first of two that have one name', async () => {
    const { facts, warned } = await getFrom(namesLie(['honest', 'honest']));
    expect(facts).toMatchObject({ transferred: 1, failed: 1 });
    expect(warned.join()).toContain('the host has two of this name');
    expect(written()).toEqual(['dest/web01/t/honest']);
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
    expect(facts).toMatchObject({ failed: 1, transferred: 0 });
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

describe('a get from a host that lies about links', () => {
  const links: Record<string, string> = {
    up: '..',
    out: 'sub/up/../..',
    absolute: '/etc/passwd',
    above: '../../x',
    inside: 'honest',
  };

  it('makes only those that stay inside, and writes nothing through them', async () => {
    mkdirSync(path.join(remote, 't', 'sub'));
    for (const name of Object.keys(links)) symlinkSync('honest', path.join(remote, 't', name));
    symlinkSync('..', path.join(remote, 't', 'sub', 'up'));
    const lie: SftpWork = {
      [packet.readlink]: async (request) => {
        const name = path.basename(request.bytes().toString());
        return namesAnswer([{ name: Buffer.from(links[name] ?? '') }]);
      },
    };
    const { facts, warned } = await getFrom(lie, ['t'], { links: 'copy' });
    expect(facts).toMatchObject({ transferred: 3, skipped: 4 });
    expect(warned.join()).toContain('is a link out of what is copied');
    const here = path.join(local, 'dest/web01/t');
    expect(readdirSync(here).sort()).toEqual(['honest', 'inside', 'sub']);
    expect(readlinkSync(path.join(here, 'sub', 'up'))).toBe('..');
  });

  it('that lists a link and a folder of one name gets nothing behind the link', async () => {
    let listed = 0;
    const lie: SftpWork = {
      [packet.opendir]: async () => handleAnswer(`${listed++}`),
      [packet.readdir]: async (request) => {
        const handle = request.bytes().toString();
        if (told.has(handle)) return atEnd;
        told.add(handle);
        const entry = (name: string, mode: number) => (into: PacketWriter) =>
          attributes(mode, 6)(into.string(name).string(name));
        const entries =
          handle === '0'
            ? [entry('d', 0o120777), entry('d', 0o040755)]
            : [entry('honest', 0o100644)];
        return {
          type: packet.name,
          fill: (into) => entries.reduce((all, fill) => fill(all), into.uint32(entries.length)),
        };
      },
      [packet.readlink]: async () => namesAnswer([{ name: Buffer.from('.') }]),
    };
    const told = new Set<string>();
    const { facts } = await getFrom(lie, ['t'], { links: 'copy' });
    expect(facts?.transferred).toBe(0);
    expect(lstatSync(path.join(local, 'dest/web01/t/d')).isDirectory()).toBe(true);
  });
});

describe('a get from a host that does not keep to the protocol', () => {
  it.each([
    ['another type', { type: packet.name, fill: (into: PacketWriter) => into.uint32(0) }],
    ['a cut packet', { type: packet.data, fill: (into: PacketWriter) => into.uint32(1000) }],
  ])('is over for that host: %s', async (_, answer) => {
    const { error } = await getFrom({ [packet.read]: async () => answer }, ['t/honest']);
    expect(error).toMatchObject({ name: 'SftpError', kind: 'lost' });
    expect(written()).toEqual([]);
  });

  it.each([
    ['listing', packet.readdir],
    ['opening', packet.open],
    ['reading', packet.read],
    ['telling what a file is', packet.lstat],
  ])('ends at once when the operator stops it, while the host is silent: %s', async (_, type) => {
    const stop = new AbortController();
    const silent: SftpWork = {
      [packet.stat]: sftpWork[packet.lstat] as NonNullable<SftpWork[number]>,
      [type]: () => {
        stop.abort();
        return new Promise(() => {});
      },
      ...(type === packet.lstat && {
        [packet.stat]: () => {
          stop.abort();
          return new Promise(() => {});
        },
      }),
    };
    const { error } = await getFrom(silent, ['t'], {}, { signal: stop.signal });
    expect(error).toBe(stop.signal.reason);
    expect(written()).toEqual([]);
  });

  it('ends at once also before it has greeted', async () => {
    const { connection } = localHost();
    const stop = new AbortController();
    const mute = {
      exec: () => connection.exec('exec sleep 1000'),
      subsystem: async () => {
        const channel = await connection.exec('exec sleep 1000');
        setImmediate(() => stop.abort());
        return channel;
      },
    };
    const { error } = await transferring(
      { kind: 'get', sources: ['t'], destination: local, options: {} },
      mute,
      { signal: stop.signal },
    );
    expect(error).toBe(stop.signal.reason);
  });
});

describe('a get of a file that changes', () => {
  it('says so, and leaves nothing', async () => {
    const file = path.join(remote, 't', 'honest');
    const before = readFileSync(file, 'latin1');
    let changed = false;
    const read = sftpWork[packet.read] as NonNullable<SftpWork[number]>;
    // What has been read is no more what is there; the length is, so that no further read sees anything of it.
    const changing: SftpWork = {
      [packet.read]: async (request, desk) => {
        const answer = await read(request, desk);
        if (answer === atEnd && !changed) {
          changed = true;
          writeFileSync(file, before.toUpperCase());
          utimesSync(file, 1, 1);
        }
        return answer;
      },
    };
    const { facts, warned } = await getFrom(changing, ['t/honest']);
    expect(changed).toBe(true);
    expect(facts).toMatchObject({ failed: 1, transferred: 0 });
    expect(warned).toEqual([`${file}: changed while it was copied – try again`]);
    expect(written()).toEqual([]);
    expect((await getFrom({}, ['t/honest'])).facts).toMatchObject({ transferred: 1 });
  });

  it('shows no control sequence of the part that stays', async () => {
    const name = 'a\x1b]0;x\x07';
    writeFileSync(path.join(remote, 't', name), Buffer.alloc(9 * 1024 * 1024));
    const stop = new AbortController();
    const meanwhile = ({ bytes }: { bytes: number }) => bytes > 100_000 && stop.abort();
    const { warned } = await getFrom({}, ['t/a*'], {}, { signal: stop.signal, meanwhile });
    expect(warned).toHaveLength(1);
    expect(warned[0]).toMatch(/is what has come, the same get goes on from it$/);
    expect(warned[0]).not.toMatch(/[\x00-\x1f]/);
  });
});
