import { expect, test, vi } from 'vitest';
import type { Host } from '../../../src/domain/host.ts';
import type { Question } from '../../../src/domain/question.ts';
import { createOpensshTransport } from '../../../src/transport/openssh/transport.ts';
import { connecting } from '../../support/connecting.ts';
import { embeddedHost } from '../../support/embedded-fleet.ts';

vi.stubEnv('SSH_AUTH_SOCK', undefined);

const transport = createOpensshTransport({ config: 'none' });
const secret = 'correct horse';
const withPassword: Partial<Host> = { identityFiles: [], password: { kind: 'prompt' } };
const code = { prompt: 'Code: ', echo: true, answer: '1' };
const colour = { prompt: 'Colour: ', echo: false, answer: 'blue' };

/** The right answer to each question. */
const right = (question: Question): string[] => {
  if (question.kind !== 'keyboard') return [secret];
  return question.prompts.map(({ text }) => (text === code.prompt ? code.answer : colour.answer));
};

test('a password, then what the server asks besides, each for itself', async () => {
  const access = {
    password: secret,
    ways: [['password', 'keyboard-interactive']],
    rounds: [[code, colour]],
  } as const;
  const { host } = await embeddedHost(withPassword, { access });
  const person = connecting({ answer: right }, transport);
  await person.to(host);
  const texts = person.asked.map(({ question }) =>
    question.kind === 'keyboard' ? question.prompts.map(({ text }) => text) : question.kind,
  );
  expect(texts).toEqual(['password', ['Code: '], ['Colour: ']]);
  expect(person.judged.map(({ verdict }) => verdict)).toEqual(['accepted']);
});

test('a server that takes its password by a question gets it', async () => {
  const access = { password: secret, ways: [['keyboard-interactive']] } as const;
  const { host } = await embeddedHost(withPassword, { access });
  const person = connecting({ answer: right }, transport);
  await person.to(host);
  expect(person.asked.map(({ question }) => question.kind)).toEqual(['password']);
});

test('a wrong answer is given once, and nothing after it', async () => {
  const access = {
    password: secret,
    ways: [['keyboard-interactive']],
    rounds: [[code]],
  } as const;
  const { host, server } = await embeddedHost({ identityFiles: [] }, { access });
  const person = connecting({ answer: () => ['wrong'] }, transport);
  const refusal = await person.refusal(host);
  expect(refusal).toMatchObject({ kind: 'auth', retry: false });
  expect([person.asked.length, server.refusals]).toEqual([1, 1]);
});
