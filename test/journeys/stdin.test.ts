import { describe, expect, it } from 'vitest';
import { openShell } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';

describe('standard input', () => {
  it('is what is typed, on all hosts or on the one under the cursor, until Ctrl-D', async () => {
    const shell = await openShell({ demo: 3 });
    await shell.sees('3 up');
    shell.enter(':stdin read first; cat; echo "first: $first"');
    await shell.sees('stdin (3) ❯');
    shell.enter('one').enter('everyone');
    await shell.sees(() => shell.screen.match(/everyone/g)?.length === 3);
    shell.type('\x1b[1;3C').type('to one\x1b\r');
    await shell.sees('to one');
    shell.press('ctrl-d');
    await shell.sees('✓ 3');
    expect(shell.screen.match(/to one/g)).toHaveLength(1);
    await shell.sees(() => shell.screen.match(/first: one/g)?.length === 3);
    shell.enter('echo "kept: $first"');
    await shell.sees(() => shell.screen.match(/kept: one/g)?.length === 3);
    expect(await shell.leave()).toBe(0);
  });

  it('is a file, byte for byte', async () => {
    const sandbox = new Sandbox();
    const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 256)).toString('latin1');
    const file = sandbox.write('some bytes', bytes);
    const shell = await openShell({ demo: 3, sandbox });
    await shell.sees('3 up');
    shell.enter(`:stdin <"${file}" cat | wc -c; echo done`);
    const size = Buffer.byteLength(bytes);
    await shell.sees(new RegExp(`${size}.*${size}`));
    await shell.sees('✓ 3');
    shell.enter(':stdin <missing cat');
    await shell.sees('`missing` cannot be sent: no such file');
    expect(await shell.press('ctrl-c').leave()).toBe(0);
  });
});
