import type { OpenQuestion } from '../../store/state.ts';
import type { InputEvent } from './key-event.ts';

/** The answer being typed. It lives only here, and only until it is sent. */
export interface AnswerField {
  readonly ask: number;
  /** The answers so far, if the question has several prompts. */
  readonly answers: readonly string[];
  readonly typed: string;
}

export type AnswerStep =
  | { readonly kind: 'typing'; readonly field: AnswerField }
  | { readonly kind: 'answered'; readonly answers: readonly string[] }
  | { readonly kind: 'declined' };

export const emptyField = (question: OpenQuestion): AnswerField => ({
  ask: question.ask,
  answers: [],
  typed: '',
});

/** The fields of a question, each with its label; a `hidden` field never shows what is typed. */
export function promptsOf({
  question,
}: OpenQuestion): readonly { text: string; hidden: boolean }[] {
  switch (question.kind) {
    case 'password':
      return [{ text: `password of ${question.user}`, hidden: true }];
    case 'passphrase':
      return [{ text: `passphrase of ${question.file}`, hidden: true }];
    case 'sudo':
      return [{ text: `sudo password of ${question.user}`, hidden: true }];
    case 'identity':
      return [{ text: 'private key', hidden: true }];
    case 'keyboard':
      return question.prompts.map(({ text, echo }) => ({ text: text.trim(), hidden: !echo }));
    default:
      return question satisfies never;
  }
}

/** One key or paste in the field. */
export function typeAnswer(
  field: AnswerField,
  question: OpenQuestion,
  event: InputEvent,
): AnswerStep {
  if (event.type !== 'key') {
    return {
      kind: 'typing',
      field: { ...field, typed: field.typed + event.text.replace(/[\r\n]+$/, '') },
    };
  }
  if (event.name === 'escape' || (event.ctrl && event.name === 'c')) return { kind: 'declined' };
  if (event.name === 'return') return enterAnswer(field, question);
  if (event.ctrl && event.name === 'u') return { kind: 'typing', field: { ...field, typed: '' } };
  if (event.name === 'backspace' || event.name === 'delete') {
    return {
      kind: 'typing',
      field: { ...field, typed: Array.from(field.typed).slice(0, -1).join('') },
    };
  }
  return { kind: 'typing', field };
}

function enterAnswer(field: AnswerField, question: OpenQuestion): AnswerStep {
  const answers = [...field.answers, field.typed];
  return answers.length >= promptsOf(question).length
    ? { kind: 'answered', answers }
    : { kind: 'typing', field: { ...field, answers, typed: '' } };
}
