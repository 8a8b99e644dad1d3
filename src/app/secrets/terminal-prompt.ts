import { openSync } from 'node:fs';
import { ReadStream, WriteStream } from 'node:tty';
import type { Host } from '../../domain/host.ts';
import { safeText } from '../../domain/output.ts';
import type { KeyboardQuestion, Question } from '../../domain/question.ts';

type Answers = readonly string[] | null;

/**
 * Asks on the terminal itself, whatever stdin and stdout are; one question after the other.
 * `null` where there is no terminal, after Ctrl-C or Ctrl-D, or when nobody waits for it any more (`signal`).
 */
export function terminalPrompt(): (
  host: Host,
  question: Question,
  signal?: AbortSignal,
) => Promise<Answers> {
  let last: Promise<unknown> = Promise.resolve();
  return (host, question, signal) => {
    const asked = last.then(() => askAll(host, question, signal));
    last = asked;
    return asked;
  };
}

async function askAll(host: Host, question: Question, signal?: AbortSignal): Promise<Answers> {
  const answers: string[] = [];
  for (const { text, echo } of wording(host, question)) {
    const answer = signal?.aborted ? null : await askOne(text, echo, signal);
    if (answer === null) return null;
    answers.push(answer);
  }
  return answers;
}

function wording(host: Host, question: Question): { text: string; echo: boolean }[] {
  const again = 'again' in question && question.again ? 'refused – ' : '';
  switch (question.kind) {
    case 'password':
      return [{ text: `${again}password for ${question.user}@${host.name}: `, echo: false }];
    case 'passphrase':
      return [{ text: `${again}passphrase for ${question.file}: `, echo: false }];
    case 'sudo':
      return [{ text: `sudo password for ${question.user}@${host.name}: `, echo: false }];
    case 'identity':
      return [];
    case 'keyboard':
      return question.prompts.map(({ text, echo }, i) => ({
        text: `${i === 0 ? instructions(host, question) : ''}${host.name}: ${safeText(text)}`,
        echo,
      }));
    default:
      return question satisfies never;
  }
}

/** Printed in front of the question, one per line. */
const instructions = (host: Host, { instructions }: KeyboardQuestion): string =>
  instructions
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => `${host.name}: ${safeText(line)}\n`)
    .join('');

function askOne(text: string, echo: boolean, signal?: AbortSignal): Promise<string | null> {
  const terminal = openTerminal();
  if (!terminal) return Promise.resolve(null);
  const { input, output } = terminal;
  output.write(text);
  input.setRawMode(true);
  return new Promise((resolve) => {
    let typed = '';
    let finished = false;
    const finish = (answer: string | null) => {
      if (finished) return;
      finished = true;
      input.setRawMode(false);
      output.write('\n');
      input.destroy();
      output.destroy();
      resolve(answer);
    };
    input.setEncoding('utf8').on('data', (data) => {
      for (const key of String(data)) {
        if (key === '\r' || key === '\n') return finish(typed);
        if (key === '\x03' || (key === '\x04' && typed === '')) return finish(null);
        if (key === '\x7f' || key === '\b') typed = typed.slice(0, -1);
        else if (key === '\x15') typed = '';
        else if (key >= ' ') {
          typed += key;
          if (echo) output.write(key);
        }
      }
    });
    input.on('end', () => finish(null));
    signal?.addEventListener('abort', () => finish(null), { once: true });
  });
}

function openTerminal(): { input: ReadStream; output: WriteStream } | undefined {
  try {
    return {
      input: new ReadStream(openSync('/dev/tty', 'r')),
      output: new WriteStream(openSync('/dev/tty', 'w')),
    };
  } catch {
    return undefined;
  }
}
