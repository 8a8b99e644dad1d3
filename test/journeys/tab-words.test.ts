import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { kill, until } from '../support/processes.ts';
import { openShell, type Program } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';

async function demo(): Promise<Program> {
  const sandbox = new Sandbox();
  sandbox.write('a report.txt', 'report\n');
  sandbox.write('answers', 'yes\n');
  mkdirSync(path.join(sandbox.folder, 'artefacts'));
  const shell = await openShell({ demo: 6, columns: 100, sandbox });
  await shell.sees('6 up');
  return shell;
}

/** What is typed at the prompt, and no list over it. */
const typed = (shell: Program, line: string) =>
  shell.sees(() => shell.screen.includes(`❯ ${line}`) && !/│.*(?:here|on \d)/.test(shell.screen));

describe('Tab at the prompt', () => {
  it('completes a copy: options, what is here, what is there', async () => {
    const shell = await demo();
    shell.type(':put --dr').press('tab');
    await typed(shell, ':put --dry-run');
    shell.type('a').press('tab');
    await shell.sees(/a report\.txt +here/);
    await shell.sees(/artefacts\/ +here/);
    shell.press('enter');
    await typed(shell, ':put --dry-run a\\ report.txt');
    shell.type('a').press('tab');
    await shell.sees(/app\.conf +on 6 of 6/);
    await shell.sees(/answers +here/);
    shell.press('enter', 'ctrl-u');
    shell.type(':get app.c').press('tab');
    await typed(shell, ':get app.conf');
    shell.type('ar').press('tab');
    await typed(shell, ':get app.conf artefacts/');
    shell.press('enter');
    await shell.seesRun(':get app.conf artefacts/', '✓ 6');
    expect(await shell.leave()).toBe(0);
  });

  it('completes the assignment’s line, and runs it', async () => {
    const shell = await demo();
    shell.type('batch_r').press('tab');
    await typed(shell, 'batch_run');
    shell.type('-h web0').press('tab');
    await shell.sees(/web\[01-04\] +4 hosts/);
    shell.press('enter');
    await typed(shell, 'batch_run -h web01');
    shell.type(',db02 -cmd "cat app.c').press('tab');
    await typed(shell, 'batch_run -h web01,db02 -cmd "cat app.conf');
    shell.type('" --pt').press('tab');
    await typed(shell, 'batch_run -h web01,db02 -cmd "cat app.conf " --pty');
    shell.press('enter');
    await shell.seesRun('cat app.conf', '✓ 2');
    expect(await shell.leave()).toBe(0);
  });

  it('completes variables of the shells, files for their input and commands of this machine', async () => {
    const shell = await demo();
    shell.enter('export RELEASE_NAME=blue');
    await shell.seesRun('export RELEASE_NAME=blue', '✓ 6');
    // The shells are asked what they export a moment after each line.
    await until(
      () => `the name of the variable in\n${shell.screen}`,
      () => {
        if (shell.screen.includes('❯ echo $RELEASE_NAME')) return true;
        shell.press('ctrl-u').type('echo $RELEASE_').press('tab');
        return false;
      },
    );
    shell.press('ctrl-u');
    shell.type(':stdin <ans').press('tab');
    await typed(shell, ':stdin <answers');
    shell.type('cat').press('enter');
    await shell.seesRun('cat', '✓ 6');
    shell.type('!cat ans').press('tab');
    await typed(shell, '!cat answers');
    shell.press('ctrl-u');
    expect(await shell.leave()).toBe(0);
  });

  it('leaves the prompt alive while a folder of this machine hangs, and the way out', async () => {
    const shell = await demo();
    shell.type(':put ans').press('tab');
    await typed(shell, ':put answers');
    const lister = shell.sandbox.processes().find(({ argv }) => argv === '/bin/sh -s');
    expect(lister).toBeDefined();
    if (lister) kill(lister.pid, 'SIGSTOP');
    shell.type('artefacts/').press('tab');
    shell.type('x');
    await typed(shell, ':put answers artefacts/x');
    shell.press('ctrl-u');
    expect(await shell.leave()).toBe(0);
  });
});
