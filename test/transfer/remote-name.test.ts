import { describe, expect, it } from 'vitest';
import { hostFolder, refusedName } from '../../src/transfer/remote-name.ts';

describe('a name that a host gives', () => {
  it.each(['a', '-rf', '...', '.hidden', ' ', 'new\nline', 'ünï🙂', '~', 'a\\b', '\x1b[31m'])(
    '%j may be one here',
    (name) => expect(refusedName({ name })).toBeUndefined(),
  );

  it.each(['', '.', '..', '/', 'a/b', '../x', '/etc/passwd', 'a\0b', 'a/'])('%j may not', (name) =>
    expect(refusedName({ name })).toMatch(/^the host gave a name that/),
  );

  it('that is no UTF-8 is told by its bytes', () => {
    expect(refusedName({ name: 'a\ufffd', bytes: Buffer.from([0x61, 0xff]) })).toBe(
      'its name is no UTF-8 (hex 61ff)',
    );
  });
});

describe('the folder of a host', () => {
  it.each([
    ['web01', 'web01'],
    ['web01.example.org', 'web01.example.org'],
    ['user@web01:2222', 'user@web01:2222'],
    ['../../etc', '.._.._etc'],
    ['a/b\\c', 'a_b_c'],
    ['nul\0', 'nul_'],
    ['', '_'],
    ['.', '_.'],
    ['..', '_..'],
    ['...', '...'],
    ['es\x1bc', 'es^[c'],
    ['\u202egnp', '_u202egnp'],
    // zero-width joiners are left out, and then it is a name that leads elsewhere
    ['.\u200d.', '_..'],
    ['\u200d', '_'],
  ])('of %j is %j', (host, folder) => expect(hostFolder(host)).toBe(folder));

  it('is one component, whatever the name is made of', () => {
    const pieces = ['.', '/', '\\', '\0', '\x1c', '\u200d', '\u202e', '\t', 'a', '\ud800'];
    for (const one of pieces) {
      for (const two of pieces) {
        for (const three of pieces) {
          const folder = hostFolder(one + two + three);
          expect(folder).toMatch(/^[^/\\\0]+$/);
          expect(folder).not.toMatch(/^\.{1,2}$/);
        }
      }
    }
  });
});
