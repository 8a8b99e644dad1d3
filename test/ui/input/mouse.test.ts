import { expect, it } from 'vitest';
import { takeMouse } from '../../../src/ui/input/mouse.ts';

const take = (text: string) => {
  const { rest, events } = takeMouse(Buffer.from(text, 'latin1'));
  return { rest: rest.toString('latin1'), events };
};

it.each([
  ['\x1b[<0;5;3M', [{ kind: 'click', x: 4, y: 2 }]],
  ['\x1b[<0;5;3m', []],
  ['\x1b[<64;1;1M', [{ kind: 'wheel-up', x: 0, y: 0 }]],
  ['\x1b[<65;200;50M', [{ kind: 'wheel-down', x: 199, y: 49 }]],
  ['\x1b[<68;1;1M', [{ kind: 'wheel-up', x: 0, y: 0 }]],
  ['\x1b[<2;1;1M', []],
])('the report %j is taken out and read', (text, events) => {
  expect(take(`a${text}é`)).toEqual({ rest: 'aé', events });
});

it('other keys pass, byte for byte', () => {
  for (const text of ['plain', '\x1b[A', '\x1b[<', '\xff\x00']) {
    expect(take(text)).toEqual({ rest: text, events: [] });
  }
});
