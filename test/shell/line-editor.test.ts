import { describe, expect, it } from 'vitest';
import type { EditEvent } from '../../src/shell/edit-event.ts';
import {
  cursorOf,
  type Editor,
  initialEditor,
  replaceRange,
  searchOf,
  text,
} from '../../src/shell/editor.ts';
import { graphemes } from '../../src/shell/graphemes.ts';
import { edit } from '../../src/shell/line-editor.ts';
import { seededRandom } from '../support/random.ts';

/** `ab<left>c<C-w>`: plain characters are typed, names in brackets are keys. */
function press(editor: Editor, keys: string): Editor {
  const parts = keys.match(/<[^>]+>|[^<]+/g) ?? [];
  return parts.reduce(
    (now, part) =>
      edit(now, part.startsWith('<') ? key(part.slice(1, -1)) : { type: 'text', text: part }),
    editor,
  );
}

function key(chord: string): EditEvent {
  const [, modifier, name = ''] = /^(?:([CM])-)?(.+)$/.exec(chord) ?? [];
  return { type: 'key', name, ctrl: modifier === 'C', meta: modifier === 'M' };
}

/** The text with `|` at the cursor. */
const shown = (editor: Editor): string =>
  `${text(editor).slice(0, cursorOf(editor))}|${text(editor).slice(cursorOf(editor))}`;

describe('the line editor', () => {
  it.each([
    ['abc', 'abc|'],
    ['abc<left><left>x', 'ax|bc'],
    ['abc<C-a>x<C-e>y', 'xabcy|'],
    ['abc<home><delete>', '|bc'],
    ['abc<backspace>', 'ab|'],
    ['<backspace><delete>', '|'],
    ['abc<C-b><C-d>', 'ab|'],
    ['one two<M-b>x', 'one x|two'],
    ['one two<C-a><M-f>x', 'onex| two'],
    ['one two<C-w>', 'one |'],
    ['a/b c/d<M-backspace>', 'a/b c/|'],
    ['one two<C-a><M-d>', '| two'],
    ['one two<left><C-k>', 'one tw|'],
    ['one two<left><C-u>', '|o'],
    ['one two<C-w><C-w><C-y>', 'one two|'],
    ['one two<C-w><left>x<C-y>', 'onextwo| '],
    ['a<C-u>b<C-u><C-y><M-y>', 'a|'],
    ['abc<C-u><C-_>', 'abc|'],
    ['ab<M-return>cd<up>x', 'abx|\ncd'],
    ['abc<M-return>d<up><down>x', 'abc\ndx|'],
    ['👨‍👩‍👧e\u0301<backspace>', '👨‍👩‍👧|'],
    ['👨‍👩‍👧<backspace>', '|'],
    ['e<left>👍🏽<right>\u0301', '👍🏽e\u0301|'],
    ['\u0301<home>e', 'e\u0301|'],
    ['ab<left>\u0301<backspace>', '|b'],
    ['🇩🇪🇫🇷<left><left>🇧', '🇧🇩|🇪🇫🇷'],
    ['one two<C-w><C-_><C-w><C-y>', 'one two|'],
    ['a b<C-w><C-_><C-k><C-w><C-y>', 'a b|'],
    ['a<nonsense>b', 'ab|'],
  ])('%j gives %j', (keys, expected) => {
    expect(shown(press(initialEditor(), keys))).toBe(expected);
  });

  it('cleans what is pasted: controls go, tabs are blanks, line ends are one kind', () => {
    const editor = edit(initialEditor(), { type: 'paste', text: 'a\r\nb\x1b[31m\tc\x00\x9b\rd' });
    expect(text(editor)).toBe('a\nb[31m    c\nd');
  });

  it('holds a paste of several lines, not one of a single line', () => {
    expect(edit(initialEditor(), { type: 'paste', text: 'a\nb' }).held).toBe(true);
    expect(edit(initialEditor(), { type: 'paste', text: 'a\n' }).held).toBe(false);
    expect(
      press(edit(initialEditor(), { type: 'paste', text: 'a\nb' }), '<C-u><backspace>').held,
    ).toBe(false);
  });

  it('holds no longer what a line of the history has taken the place of', () => {
    const pasted = edit(initialEditor(['ls']), { type: 'paste', text: 'a\nb' });
    expect(press(pasted, '<C-r>ls<return>')).toMatchObject({ held: false });
  });

  it('replaces a stretch for completion and stands behind it', () => {
    expect(shown(replaceRange(press(initialEditor(), '@we ls'), { from: 1, to: 3 }, 'web01'))).toBe(
      '@web01| ls',
    );
  });
});

describe('the history at the prompt', () => {
  const history = ['ls', 'echo one', 'df -h', 'echo two'];
  it.each([
    ['<up>', 'echo two|'],
    ['<up><up>', 'df -h|'],
    ['<up><up><down>', 'echo two|'],
    ['draft<up><down>', 'draft|'],
    ['<up><up><up><up><up><up>', 'ls|'],
    ['echo<up><up>', 'echo one|'],
    ['echo<up><up><down><down>', 'echo|'],
    ['zz<up>', 'zz|'],
    ['<down>', '|'],
  ])('%j recalls %j', (keys, expected) => {
    expect(shown(press(initialEditor(history), keys))).toBe(expected);
  });

  it('shows a line that was entered several times only once while searching', () => {
    const editor = press(initialEditor(['df', 'ls', 'ls', 'ls']), '<C-r>s<C-r>');
    expect(searchOf(editor)).toBe('s (not found)');
  });

  it.each([
    ['<C-r>one', 'echo one|', 'one'],
    ['<C-r>echo<C-r>', 'echo one|', 'echo'],
    ['<C-r>echo<C-r><C-r>', 'echo one|', 'echo (not found)'],
    ['df -h<C-r>df', 'df -h|', 'df'],
    ['<C-r>nothing', '|', 'nothing (not found)'],
    ['x<C-r>df<C-g>', 'x|', undefined],
    ['<C-r>df<return>', 'df -h|', undefined],
    ['<C-r>df<C-a>x', 'x|df -h', undefined],
    ['<C-r>dfx<backspace>', 'df -h|', 'df'],
  ])('%j finds %j', (keys, expected, query) => {
    const editor = press(initialEditor(history), keys);
    expect(shown(editor)).toBe(expected);
    expect(searchOf(editor)).toBe(query);
  });
});

describe('any keys whatever', () => {
  it('leave the cursor inside a text without control characters', () => {
    const { below } = seededRandom(7);
    const names = [
      'left',
      'right',
      'up',
      'down',
      'home',
      'end',
      'backspace',
      'delete',
      'C-k',
      'C-u',
      'C-w',
      'C-y',
      'M-y',
      'C-_',
      'C-r',
      'C-g',
      'M-b',
      'M-f',
      'M-d',
      'M-return',
      'return',
      'escape',
    ];
    const texts = [
      'a',
      'é',
      '你',
      '👍',
      'e\u0301',
      ' ',
      '\x1b',
      'two words',
      '\u200d',
      '🇩',
      '\u0600',
      '\u1100',
    ];
    let editor = initialEditor(['one', 'two words', 'x']);
    for (let i = 0; i < 5000; i++) {
      const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
      editor =
        below(2) === 0
          ? edit(editor, key(pick(names)))
          : edit(editor, { type: below(5) > 0 ? 'text' : 'paste', text: pick(texts) });
      expect(editor.cursor).toBeGreaterThanOrEqual(0);
      expect(editor.cursor).toBeLessThanOrEqual(editor.graphemes.length);
      expect(text(editor)).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
      expect(editor.graphemes).toEqual(graphemes(text(editor)));
    }
  });
});
