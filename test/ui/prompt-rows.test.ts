import { describe, expect, test } from 'vitest';
import { promptRows } from '../../src/ui/prompt-rows.ts';

describe('the prompt', () => {
  test.each<[string, number, number, string[], { x: number; y: number }]>([
    ['', 0, 3, ['a ❯       '], { x: 4, y: 0 }],
    ['ls', 2, 3, ['a ❯ ls    '], { x: 6, y: 0 }],
    ['ls', 0, 3, ['a ❯ ls    '], { x: 4, y: 0 }],
    ['abcdef', 6, 3, ['a ❯ abcdef', '          '], { x: 4, y: 1 }],
    ['abcdefg', 7, 3, ['a ❯ abcdef', '    g     '], { x: 5, y: 1 }],
    ['abcdefg', 1, 3, ['a ❯ abcdef', '    g     '], { x: 5, y: 0 }],
    ['a\nb', 2, 3, ['a ❯ a     ', '    b     '], { x: 4, y: 1 }],
    ['a\nb', 1, 3, ['a ❯ a     ', '    b     '], { x: 5, y: 0 }],
    ['你好', 2, 3, ['a ❯ 你好  '], { x: 8, y: 0 }],
    ['你好吗吧', 4, 3, ['a ❯ 你好吗', '    吧    '], { x: 6, y: 1 }],
    ['1\n2\n3\n4', 7, 2, ['    3     ', '    4     '], { x: 5, y: 1 }],
    ['1\n2\n3\n4', 0, 2, ['a ❯ 1     ', '    2     '], { x: 4, y: 0 }],
  ])('with %j and the cursor at %i', (text, at, most, rows, cursor) => {
    expect(promptRows('a ❯ ', text, at, 10, most)).toEqual({ rows, cursor });
  });

  test('shows no control characters', () => {
    expect(promptRows('❯ ', 'a\x1bb\u202ec', 0, 12, 1).rows).toEqual(['❯ a�b�c     ']);
  });
});
