import { describe, expect, it } from 'vitest';
import { expandRemote } from '../../src/transfer/remote-glob.ts';
import { type LyingFolder, lyingSftp } from '../support/lying-sftp.ts';

const folders: Record<string, LyingFolder> = {
  '/': { etc: 'folder', srv: 'folder', 'a b': 'file' },
  '/etc': { 'b.conf': 'file', 'a.conf': 'file', '.rc': 'file', 'x.d': 'folder', hosts: 'file' },
  '/etc/x.d': { one: 'file', '[1]': 'file' },
  '/srv': { www: 'folder', link: 'link', file: 'file', secret: 'folder' },
  '/srv/www': { conf: 'file' },
  '/srv/link': { conf: 'file' },
  '/srv/secret': 'closed',
};

describe('a remote pattern', () => {
  it.each([
    ['/etc/hosts', ['/etc/hosts']],
    ['/gone', ['/gone']],
    ['/', ['/']],
    ['/etc/*.conf', ['/etc/a.conf', '/etc/b.conf']],
    ['/etc/.*', ['/etc/.rc']],
    ['/etc/\\.*', ['/etc/.rc']],
    ['/etc/*', ['/etc/a.conf', '/etc/b.conf', '/etc/hosts', '/etc/x.d']],
    ['/*/hosts', ['/etc/hosts', '/srv/hosts']],
    ['/e?c/x.d/o*', ['/etc/x.d/one']],
    ['/etc/x.d/\\[1]', ['/etc/x.d/[1]']],
    ['/etc/x.d/\\[*', ['/etc/x.d/[1]']],
    ['/a\\ b', ['/a b']],
    ['/nothing/*', []],
    ['/etc/hosts/*', []],
    ['/etc/*.none', []],
  ])('%s finds %j', async (pattern, paths) => {
    expect(await expandRemote(lyingSftp(folders), pattern)).toEqual({ paths, refused: [] });
  });

  it('goes through folders and links to them, and names a folder that is closed', async () => {
    expect(await expandRemote(lyingSftp(folders), '/srv/*/c*')).toEqual({
      paths: ['/srv/link/conf', '/srv/www/conf'],
      refused: [{ path: '/srv/secret', why: 'permission denied' }],
    });
  });

  it.each(['../../x', '/etc/passwd', 'nul\0', 'a/b'])(
    'names what fits but leads elsewhere: %j',
    async (name) => {
      const { paths, refused } = await expandRemote(
        lyingSftp({ '/t': { [name]: 'file', good: 'file' } }),
        '/t/*',
      );
      expect(paths).toEqual(['/t/good']);
      expect(refused.map(({ why }) => why)).toEqual(['the host gave a name that leads elsewhere']);
    },
  );

  it('reads folders together, and not all at once', async () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`f${at}`, 'folder']));
    const inside = Object.keys(many).map((name) => [`/t/${name}`, { x: 'file' }]);
    const sftp = lyingSftp({ '/t': many, ...Object.fromEntries(inside) });
    expect((await expandRemote(sftp, '/t/*/x*')).paths).toHaveLength(50);
    expect(sftp.mostAtOnce()).toBe(8);
  });
});
