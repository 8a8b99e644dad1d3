import { describe, expect, it } from 'vitest';
import { byteSize } from '../../src/domain/byte-size.ts';

describe('a number of bytes', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [1023, '1023 B'],
    [1024, '1.0 KB'],
    [1229, '1.2 KB'],
    [10_188, '9.9 KB'],
    [10_189, '10 KB'],
    [1_047_551, '1023 KB'],
    [1_048_064, '1.0 MB'],
    [224_395_264, '214 MB'],
    [5 * 1024 ** 3, '5.0 GB'],
    [2 ** 60, '1024 PB'],
  ])('%d is told as %s', (bytes, told) => {
    expect(byteSize(bytes)).toBe(told);
  });
});
