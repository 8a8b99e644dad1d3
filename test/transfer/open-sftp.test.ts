import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSftp } from '../../src/transfer/open-sftp.ts';
import { hasSftpServer, localHost, sftpPlace } from '../support/sftp-place.ts';

describe.skipIf(!hasSftpServer)('SFTP with a real server', () => {
  it('writes a file, tells its attributes, reads it back', async () => {
    const { sftp, folder } = await sftpPlace();
    const file = await sftp.open('a file', 'create', 0o640);
    await Promise.all([file.write(3, Buffer.from('def')), file.write(0, Buffer.from('abc'))]);
    await file.sync();
    await file.setAttributes({ times: { accessed: 1000, modified: 2000 } });
    expect(await file.attributes()).toMatchObject({ kind: 'file', size: 6, modified: 2000 });
    await file.close();
    expect(readFileSync(path.join(folder, 'a file'), 'utf8')).toBe('abcdef');
    expect(await sftp.stat('a file')).toMatchObject({ mode: 0o640, modified: 2000 });
    const again = await sftp.open('a file', 'read');
    expect(Buffer.from((await again.read(1, 3)) ?? []).toString()).toBe('bcd');
    expect(await again.read(6, 10)).toBeUndefined();
  });

  it('never opens a name that is taken, to create it', async () => {
    const { sftp, folder } = await sftpPlace();
    writeFileSync(path.join(folder, 'old'), 'old');
    await expect(sftp.open('old', 'create')).rejects.toMatchObject({ kind: 'failed' });
    const file = await sftp.open('old', 'rewrite');
    await file.write(0, Buffer.from('N'));
    await file.close();
    expect(readFileSync(path.join(folder, 'old'), 'utf8')).toBe('Nld');
  });

  it('lists, makes, links, renames over and removes', async () => {
    const { sftp, folder } = await sftpPlace();
    await sftp.makeFolder('d', 0o700);
    await sftp.makeLink('../x', 'd/link');
    for (const name of ['one', 'two']) await (await sftp.open(`d/${name}`, 'create')).close();
    const listed = await sftp.readFolder('d');
    expect(listed.map(({ name, attributes }) => [name, attributes.kind]).sort()).toEqual([
      ['link', 'link'],
      ['one', 'file'],
      ['two', 'file'],
    ]);
    expect(await sftp.readLink('d/link')).toBe('../x');
    expect(await sftp.lstat('d/link')).toMatchObject({ kind: 'link' });
    await sftp.rename('d/one', 'd/two');
    await sftp.remove('d/link');
    expect((await sftp.readFolder('d')).map(({ name }) => name)).toEqual(['two']);
    await sftp.remove('d/two');
    await sftp.removeFolder('d');
    await expect(sftp.lstat('d')).rejects.toMatchObject({ kind: 'absent' });
    expect(await sftp.realPath('.')).toBe(folder);
  });

  it('gives the bytes of a name that is no UTF-8', async () => {
    const { sftp, folder } = await sftpPlace();
    const name = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x66, 0xfc])]);
    writeFileSync(name, '');
    const [entry] = await sftp.readFolder('.');
    expect(Buffer.from(entry?.bytes ?? []).toString('hex')).toBe('66fc');
  });

  it('tells the free space', async () => {
    const { sftp } = await sftpPlace();
    expect(await sftp.freeSpace('.')).toBeGreaterThan(0);
  });

  it('settles every call when the link is cut, and every later one', async () => {
    const { sftp, connection } = await sftpPlace();
    const calls = ['.', '..', '/', '/etc', '/tmp'].map((name) => sftp.readFolder(name));
    connection.lose();
    for (const call of calls) await expect(call).rejects.toMatchObject({ kind: 'lost' });
    await expect(sftp.stat('.')).rejects.toMatchObject({ kind: 'lost' });
  });
});

describe('what is no SFTP server', () => {
  it.each([
    ['exit 127', 'unsupported', 'no SFTP there (exit 127)'],
    ['echo sftp-server: not found >&2; exit 1', 'unsupported', 'exit 1: sftp-server: not found'],
    ['echo Welcome to web01; cat', 'protocol', 'the host says “Welcome to web01” before SFTP'],
    [`printf '\\0\\0\\0\\1\\145'; cat`, 'protocol', 'what answers there does not speak SFTP'],
    [`printf '\\0\\0\\0\\0'; cat`, 'protocol', 'a packet of 0 bytes'],
    [`printf '\\0\\0\\0\\5\\2\\0\\0\\0\\2'; cat`, 'unsupported', 'the host speaks SFTP 2'],
  ])('%s is told as it is', async (command, kind, message) => {
    const { connection } = localHost();
    const opening = openSftp(await connection.exec(command));
    await expect(opening).rejects.toMatchObject({
      kind,
      message: expect.stringContaining(message),
    });
  });

  it('ends everything when it answers what nobody asked', async () => {
    const { connection } = localHost();
    const version = `printf '\\0\\0\\0\\5\\2\\0\\0\\0\\3'`;
    const strange = `printf '\\0\\0\\0\\11\\145\\0\\0\\0\\77\\0\\0\\0\\0'`;
    const sftp = await openSftp(
      await connection.exec(`${version}; head -c 10 >/dev/null; ${strange}; cat`),
    );
    await expect(sftp.stat('.')).rejects.toMatchObject({ kind: 'protocol' });
  });
});
