import { expect, test } from 'vitest';
import { decodePath, parseMark } from '../../src/remote-host/mark.ts';

const rows: readonly [string, ReturnType<typeof parseMark>][] = [
  ['0;himBHs;1234.56 ;/tmp;', { code: 0, flags: 'himBHs', uptime: 1234.56, cwd: '/tmp' }],
  ['130;is;77.00 4711;/;', { code: 130, flags: 'is', uptime: 77, job: 4711, cwd: '/' }],
  ['1;; ;;', { code: 1, flags: '', cwd: '' }],
  ['0;h; 12;/a;b \n;c;', { code: 0, flags: 'h', job: 12, cwd: '/a;b \n;c' }],
];

test.each(rows)('the fields %j are read', (fields, mark) => {
  expect(parseMark(Buffer.from(fields, 'latin1'))).toEqual(mark);
});

test('a directory keeps its bytes, and is shown as UTF-8', () => {
  const path = Buffer.concat([Buffer.from('/é/'), Buffer.from([0xff])]);
  const { cwd } = parseMark(Buffer.concat([Buffer.from('0;; ;'), path, Buffer.from(';')]));
  expect(Buffer.from(cwd, 'latin1').equals(path)).toBe(true);
  expect(decodePath(cwd)).toMatch(/^\/é\/\ufffd/);
});
