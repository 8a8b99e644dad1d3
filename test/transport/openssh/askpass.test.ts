import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  askpassProgram,
  askpassStart,
  folderVariable,
} from '../../../src/transport/openssh/askpass-program.ts';
import type { Wanted } from '../../../src/transport/openssh/prompt.ts';
import { QuestionServer } from '../../../src/transport/openssh/question-server.ts';
import { localFolder } from '../../support/transferring.ts';

/** The program as ssh starts it, and whom it asks. */
async function asking(answer: (wanted: Wanted) => Promise<string | null>) {
  const folder = localFolder();
  const script = path.join(folder, "it's.cjs");
  writeFileSync(script, askpassProgram);
  const program = path.join(folder, 'askpass');
  writeFileSync(program, askpassStart(process.execPath, script), { mode: 0o755 });
  const askers: number[] = [];
  const server = new QuestionServer((wanted, asker) => {
    askers.push(asker);
    return answer(wanted);
  });
  await server.listen(folder);
  onTestFinished(() => server.close());
  const ask = (prompt: string, hint?: string) => {
    const env = {
      ...process.env,
      [folderVariable]: folder,
      ...(hint && { SSH_ASKPASS_PROMPT: hint }),
    };
    const child = spawn(program, [prompt], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, said }));
    return { child, ended };
  };
  return { server, askers, ask };
}

test('prints the answer, and tells who asked', async () => {
  const { ask, askers } = await asking(async ({ kind }) => `${kind} $(x) "é"`);
  expect(await ask("me@web01's password: ").ended).toEqual({
    code: 0,
    signal: null,
    said: 'password $(x) "é"\n',
  });
  expect(askers).toEqual([process.pid]);
});

test('an empty answer is one', async () => {
  const { ask } = await asking(async () => '');
  expect(await ask('Code: ').ended).toEqual({ code: 0, signal: null, said: '\n' });
});

test.each([
  ['declines', async () => null],
  [
    'fails',
    async () => {
      throw new Error('no');
    },
  ],
])('fails without a word when the operator %s', async (_, answer) => {
  const { ask } = await asking(answer);
  expect(await ask('Code: ').ended).toEqual({ code: 1, signal: null, said: '' });
});

test('fails when the login is over', async () => {
  const asked = Promise.withResolvers<void>();
  const { ask, server } = await asking(() => {
    asked.resolve();
    return new Promise(() => {});
  });
  const { ended } = ask('Code: ');
  await asked.promise;
  server.close();
  expect(await ended).toEqual({ code: 1, signal: null, said: '' });
});

test('stays until ssh ends it where a key is to be touched', async () => {
  const asked = Promise.withResolvers<Wanted>();
  const { ask } = await asking((wanted) => {
    asked.resolve(wanted);
    return new Promise(() => {});
  });
  const { child, ended } = ask('Confirm user presence for key ED25519-SK SHA256:x', 'none');
  expect(await asked.promise).toMatchObject({ kind: 'touch' });
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ signal: 'SIGTERM' });
});
