import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openShell, type Program } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';
import { Sshd, sshdMissing } from '../support/sshd.ts';

const missing = sshdMissing();
if (missing !== undefined) process.stderr.write(`skipped, no real sshd: ${missing}\n`);
const editor = ['/usr/bin/vim.tiny', '/usr/bin/vim', '/usr/bin/vi'].find((file) =>
  existsSync(file),
);

/** The shell on two hosts that are one real sshd. */
async function onTwoHosts(): Promise<{ shell: Program; sshd: Sshd }> {
  const sshd = await Sshd.start({ loginShell: '/bin/bash' });
  onTestFinished(() => sshd.stop());
  const sandbox = new Sandbox();
  const { address, port, user, identityFiles = [], knownHosts } = sshd.host;
  const common = { port, user, identity_file: identityFiles, known_hosts: knownHosts };
  const hosts = { a: { address }, b: { address } };
  const text = JSON.stringify({ version: 1, defaults: common, hosts });
  const inventory = sandbox.write('inventory.yaml', text);
  const shell = await openShell({ sandbox, args: ['--inventory', inventory, 'a,b'] });
  await shell.sees('2 up');
  return { shell, sshd };
}

const ctrlBracket = '\x1d';

describe.skipIf(missing !== undefined)('a real terminal on one host', () => {
  test('is in the directory of the group’s shell, follows the size, and comes back', async () => {
    const { shell } = await onTwoHosts();
    shell.enter('mkdir -p work; cd work');
    await shell.seesRun('mkdir -p work; cd work', '✓ 2');
    shell.enter(':shell a');
    await shell.sees('a terminal ━');
    shell.type('pwd; stty size; tty\r');
    await shell.sees(/\/home\/work\n21 80\n\/dev\/pts\//);
    shell.resize(100, 30);
    await shell.sees(/Ctrl-] back\s*$/m);
    shell.type('while [ "$(stty size)" != "27 100" ]; do sleep 0.05; done; echo resized\r');
    await shell.sees(/^resized$/m);
    shell.type(ctrlBracket);
    await shell.sees('a,b(2) ❯');
    shell.enter('echo still here');
    await shell.seesRun('echo still here', '✓ 2');
    expect(await shell.leave()).toBe(0);
  });

  test('lives on while another is looked at, and ends with its shell', async () => {
    const { shell } = await onTwoHosts();
    shell.enter(':shell a');
    await shell.sees('a terminal ━');
    shell.type('echo this is $((40 + 2))\r');
    await shell.sees('this is 42');
    shell.type(ctrlBracket);
    await shell.sees('a,b(2) ❯');
    shell.enter(':shell b');
    await shell.sees('b terminal ━');
    await shell.misses('this is 42');
    shell.type(ctrlBracket);
    await shell.sees('a,b(2) ❯');
    shell.enter(':shell a');
    await shell.sees('this is 42');
    shell.type('exit 3\r');
    await shell.sees('a: terminal ended with exit 3');
    expect(await shell.leave()).toBe(0);
  });

  test('takes Ctrl-C for itself, and says when its host is gone', async () => {
    const { shell, sshd } = await onTwoHosts();
    shell.enter(':shell a');
    await shell.sees('a terminal ━');
    await shell.sees(/\$ *$/m);
    shell.type("sh -c 'echo sleeping; exec sleep 1000'\r");
    await shell.sees(/^sleeping *$/m);
    shell.type('\x03');
    shell.type('echo interrupted: $?\r');
    await shell.sees('interrupted: 130');
    // the sshd processes that serve them, and their shells
    const served = execFileSync('ps', ['-u', sshd.user, '-o', 'pid=']).toString().trim();
    for (const pid of served.split(/\s+/)) process.kill(Number(pid), 'SIGKILL');
    await shell.sees('a,b(2) ❯');
    await shell.sees('2 up');
    expect(await shell.leave()).toBe(0);
  });

  test.skipIf(editor === undefined)(
    'is offered for an editor that is typed at the prompt',
    async () => {
      const { shell, sshd } = await onTwoHosts();
      const program = path.basename(editor ?? '');
      shell.enter(`vim() { ${program} "$@"; }; vi note`);
      await shell.sees('draws a whole screen');
      shell.press('esc');
      await shell.sees(`❯ vim() { ${program} "$@"; }; vi note`);
      shell.press('ctrl-c');
      await shell.misses('draws a whole screen');
      shell.enter('vim note');
      await shell.sees('t terminal on a');
      shell.type('t');
      await shell.sees(/^~\s*$/m);
      shell.type('ihello from vim').press('esc').type(':wq\r');
      await shell.sees('a,b(2) ❯');
      expect(readFileSync(path.join(sshd.home, 'note'), 'utf8')).toBe('hello from vim\n');
      expect(await shell.leave()).toBe(0);
    },
  );
});

describe.skipIf(missing !== undefined)('a line on a terminal of its own', () => {
  test('has one, says its lines as they are, and leaves the shell alone', async () => {
    const { shell } = await onTwoHosts();
    shell.enter('mkdir -p work; cd work');
    await shell.seesRun('mkdir -p work; cd work', '✓ 2');
    shell.enter(':pty tty; pwd; cd /; echo "[$TERM]"; exit 4');
    await shell.sees('cd and variables of this line are not kept');
    await shell.sees(/\/dev\/pts\/\d+/);
    await shell.sees('/home/work');
    await shell.sees('[xterm]');
    await shell.sees('✗ 2');
    shell.enter('pwd');
    await shell.seesRun('pwd', '✓ 2');
    expect(shell.screen.match(/home\/work/g)).toHaveLength(4);
    expect(await shell.leave()).toBe(0);
  });

  test('is interrupted by Ctrl-C, and after its time', async () => {
    const { shell } = await onTwoHosts();
    shell.enter(':pty echo sleeping; sleep 3788');
    // On both: a shell that is still starting on its terminal takes no Ctrl-C.
    await shell.sees(/│ sleeping[\s\S]*│ sleeping/);
    shell.press('ctrl-c');
    await shell.sees('✗ 2');
    await shell.sees(/interrupted[\s\S]*interrupted/);
    shell.enter(':timeout 0.5').enter(':pty sleep 3789');
    await shell.seesRun('sleep 3789', '✗ 2');
    await shell.sees(/time limit[\s\S]*time limit/);
    expect(await shell.leave()).toBe(0);
  });
});
