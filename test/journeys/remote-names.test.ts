import { describe, expect, it } from 'vitest';
import { kill } from '../support/processes.ts';
import { openShell, type Program } from '../support/program.ts';

async function demo(): Promise<Program> {
  const shell = await openShell({ demo: 6, columns: 100 });
  await shell.sees('6 up');
  return shell;
}

/** What is typed at the prompt. */
const typed = (shell: Program, line: string) =>
  shell.sees(() => shell.screen.includes(`❯ ${line}`) && !shell.screen.includes('╭ on'));

describe('Tab at the prompt', () => {
  it('completes paths where the shells are, and says on how many hosts each is', async () => {
    const shell = await demo();
    shell.type('cat app.c').press('tab');
    await typed(shell, 'cat app.conf');
    shell.press('ctrl-u');
    shell.enter(
      'mkdir -p deep/er "with blank"; touch deep/one; case $(hostname) in web0*) touch deep/only;; esac',
    );
    await shell.sees('✓ 6');
    shell.enter('cd deep');
    await shell.seesRun('cd deep', '✓ 6');
    shell.type('cat o').press('tab');
    await shell.sees(/one +on 6 of 6/);
    await shell.sees(/only +on 4 of 6/);
    shell.press('down', 'enter');
    await typed(shell, 'cat only');
    shell.press('ctrl-u');
    shell.type('ls ../wi').press('tab');
    await typed(shell, 'ls ../with\\ blank/');
    shell.press('ctrl-u');
    shell.type('@web01 ls e').press('tab');
    await typed(shell, '@web01 ls er/');
    shell.press('ctrl-u');
    expect(await shell.leave()).toBe(0);
  });

  it('completes commands of the hosts', async () => {
    const shell = await demo();
    shell.type('unam').press('tab');
    await typed(shell, 'uname');
    shell.press('ctrl-u');
    shell.type('sudo -n true; unam').press('tab');
    await typed(shell, 'sudo -n true; uname');
    shell.press('ctrl-u');
    expect(await shell.leave()).toBe(0);
  });

  it('leaves the prompt alive while a host does not answer, and shows what the others have', async () => {
    const shell = await demo();
    shell.type('ls app.c').press('tab');
    await typed(shell, 'ls app.conf');
    shell.press('ctrl-u');
    // Every host has one shell that lists; it is the only program called so.
    const [silent, ...others] = shell.sandbox.processes().filter(({ argv }) => argv === '/bin/sh');
    expect(others).toHaveLength(5);
    kill(silent?.pid ?? 0, 'SIGSTOP');
    shell.type('ls /et').press('tab');
    await shell.sees(/etc\/ +on 5 of 5/);
    shell.type('c');
    await shell.sees('❯ ls /etc');
    kill(silent?.pid ?? 0, 'SIGCONT');
    await shell.sees(/etc\/ +on 6 of 6/);
    shell.press('enter');
    await typed(shell, 'ls /etc/');
    shell.press('ctrl-u');
    expect(await shell.leave()).toBe(0);
  });
});
