import { safeText } from '../../domain/output.ts';
import type { SudoQuestion } from '../../domain/question.ts';
import type { OpenQuestion, Size } from '../../store/state.ts';
import { type AnswerField, promptsOf } from '../input/answer-field.ts';
import { cut, lastCells, textWidth, wordWrap } from '../text-width.ts';
import type { Theme } from '../theme.ts';
import { boxRows } from './box-rows.ts';
import type { Popup } from './popup.ts';

/** The question to be answered. What is typed into a hidden field is shown as dots. */
export function questionPopup(
  question: OpenQuestion,
  field: AnswerField,
  waiting: number,
  area: Size,
  theme: Theme,
): Popup {
  const width = Math.max(20, Math.min(area.columns - 2, 72));
  const inner = width - 4;
  const prompt = promptsOf(question)[field.answers.length];
  const label = safeText(prompt?.text ?? '');
  const before = explanation(question, theme).flatMap((text) => wordWrap(text, inner));
  const typed = prompt?.hidden
    ? '•'.repeat(Math.min(Array.from(field.typed).length, inner - 2))
    : safeText(field.typed);
  const tail = lastCells(typed, inner - 3);
  const lines = [...before, theme.paint('strong', cut(label, inner)), `❯ ${tail}`, ''];
  const height = Math.min(area.rows, lines.length + 2);
  const foot =
    waiting > 1
      ? `Enter answers, Esc declines, ${waiting - 1} more`
      : 'Enter answers, Esc declines';
  const left = Math.floor((area.columns - width) / 2);
  const top = Math.max(0, Math.floor((area.rows - height) / 3));
  return {
    left,
    top,
    width,
    rows: boxRows(question.host, lines, width, height, theme, { tone: 'waiting', foot }),
    cursor: { x: left + 4 + textWidth(tail), y: top + before.length + 2 },
  };
}

function explanation({ question }: OpenQuestion, theme: Theme): string[] {
  if (question.kind === 'sudo') return sudoExplanation(question, theme);
  if (question.kind === 'keyboard') {
    const text = question.instructions.trim().split('\n').map(safeText).join('\n');
    return text === '' ? [] : [text, ''];
  }
  const again = 'again' in question && question.again;
  const refused = again ? [theme.paint('failed', 'refused – type it again'), ''] : [];
  if (question.kind === 'password') {
    const shared = 'For all hosts that share it; this one tries it first.';
    return [...refused, theme.paint('muted', shared), ''];
  }
  if (question.kind !== 'passphrase') return refused;
  return [
    ...refused,
    theme.paint('muted', 'ssh-add hands it to your agent: then nobody is asked.'),
    '',
  ];
}

/** sudo's own prompt may name another user, or another secret. */
function sudoExplanation({ prompt, again }: SudoQuestion, theme: Theme): string[] {
  const said = safeText(prompt).trim();
  const refused = again ? [theme.paint('failed', 'refused – type another'), ''] : [];
  const first = 'It is tried here first; the other hosts get it when it was right.';
  return [...refused, ...(said === '' ? [] : [said]), theme.paint('muted', first), ''];
}
