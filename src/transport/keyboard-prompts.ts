import type { KeyboardInteractiveCallback, Prompt } from 'ssh2';
import { safeText } from '../domain/output.ts';
import type { KeyboardQuestion } from '../domain/question.ts';

type PromptHandler = (
  name: string,
  instructions: string,
  lang: string,
  prompts: Prompt[],
  finish: KeyboardInteractiveCallback,
) => void;

/** How much a server may ask in one login, so that it cannot go on for ever. */
const most = { rounds: 10, prompts: 10, characters: 500 };

/** Answers keyboard-interactive questions (RFC 4256). Their text is the server's: it is made safe and short. */
export function answerPrompts(
  ask: (question: KeyboardQuestion) => Promise<readonly string[] | null>,
  declined: () => void,
): PromptHandler {
  let rounds = 0;
  return (_name, instructions, _lang, prompts, finish) => {
    rounds += 1;
    if (rounds > most.rounds || prompts.length > most.prompts) return declined();
    const question = {
      kind: 'keyboard',
      instructions: lines(instructions),
      prompts: prompts.map(({ prompt, echo }) => ({ text: shown(prompt), echo: echo === true })),
    } as const;
    void ask(question).then((answers) => {
      if (!answers) return declined();
      finish(prompts.map((_, i) => answers[i] ?? ''));
    }, declined);
  };
}

const lines = (text: string): string =>
  text.slice(0, most.characters).split(/\r?\n/).map(safeText).join('\n');

const shown = (text: string): string => safeText(text.slice(0, most.characters));
