import { describe, expect, test } from 'vitest';
import type { OpenQuestion } from '../../../src/store/state.ts';
import { type AnswerStep, emptyField, typeAnswer } from '../../../src/ui/input/answer-field.ts';
import type { InputEvent } from '../../../src/ui/input/key-event.ts';
import { questionPopup } from '../../../src/ui/overlays/question-rows.ts';
import { plainTheme } from '../../support/scene.ts';

const password: OpenQuestion = {
  ask: 7,
  host: 'web01',
  question: { kind: 'password', user: 'deploy' },
};
const twoFactor: OpenQuestion = {
  ask: 8,
  host: 'web01',
  question: {
    kind: 'keyboard',
    instructions: 'two steps\x1b[2J',
    prompts: [
      { text: 'Password: ', echo: false },
      { text: 'Code: ', echo: true },
    ],
  },
};
const key = (name: string, ctrl = false): InputEvent => ({ type: 'key', name, ctrl });
const typed = (text: string): InputEvent => ({ type: 'text', text });

describe('an answer', () => {
  test.each<[string, OpenQuestion, InputEvent[], AnswerStep | { kind: string }]>([
    [
      'is sent by Enter',
      password,
      [typed('secret'), key('return')],
      { kind: 'answered', answers: ['secret'] },
    ],
    [
      'can be pasted',
      password,
      [{ type: 'paste', text: 'secret\n' }, key('return')],
      { kind: 'answered', answers: ['secret'] },
    ],
    [
      'is corrected',
      password,
      [typed('abc'), key('backspace'), key('return')],
      { kind: 'answered', answers: ['ab'] },
    ],
    [
      'is begun again',
      password,
      [typed('abc'), key('u', true), key('return')],
      { kind: 'answered', answers: [''] },
    ],
    ['is declined by Esc', password, [typed('abc'), key('escape')], { kind: 'declined' }],
    ['is declined by Ctrl-C', password, [key('c', true)], { kind: 'declined' }],
    [
      'has as many parts as there are prompts',
      twoFactor,
      [typed('pw'), key('return'), typed('42'), key('return')],
      { kind: 'answered', answers: ['pw', '42'] },
    ],
    ['goes on until the last prompt', twoFactor, [typed('pw'), key('return')], { kind: 'typing' }],
  ])('%s', (_title, question, events, expected) => {
    expect(answer(question, events)).toMatchObject(expected);
  });
});

describe('the field', () => {
  test('of a password shows only that something was typed', () => {
    const rows = draw(password, [typed('hunter2')]);
    expect(rows).toContain('password of deploy');
    expect(rows).toContain('❯ •••••••');
    expect(rows).not.toContain('hunter2');
  });

  test('shows what may be seen, and nothing the host could do with the terminal', () => {
    const rows = draw(twoFactor, [typed('pw'), key('return'), typed('42')]);
    expect(rows).toContain('❯ 42');
    expect(rows).toContain('two steps^[[2J');
    expect(rows).not.toContain('pw');
  });
});

function answer(question: OpenQuestion, events: readonly InputEvent[]): AnswerStep {
  let step: AnswerStep = { kind: 'typing', field: emptyField(question) };
  for (const event of events)
    if (step.kind === 'typing') step = typeAnswer(step.field, question, event);
  return step;
}

function draw(question: OpenQuestion, events: readonly InputEvent[]): string {
  const step = answer(question, events);
  if (step.kind !== 'typing') throw new Error('answered already');
  return questionPopup(question, step.field, 1, { columns: 80, rows: 24 }, plainTheme).rows.join(
    '\n',
  );
}
