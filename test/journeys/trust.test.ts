import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { embeddedFleet } from '../support/embedded-fleet.ts';
import { inventoryOf } from '../support/inventory-file.ts';
import { openShell } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';

/** The screen on hosts of which only `known` lines of known_hosts are there. */
async function unknownHosts(
  count: number,
  known: (line: string, index: number) => string = () => '',
  defaults: Readonly<Record<string, string>> = {},
) {
  const fleet = await embeddedFleet({ count });
  const sandbox = new Sandbox();
  const knownHosts = path.join(fleet.scratch, 'mine');
  const lines = readFileSync(fleet.knownHosts, 'utf8').trimEnd().split('\n');
  writeFileSync(knownHosts, lines.map(known).join(''));
  const file = inventoryOf(fleet, sandbox, { known_hosts: knownHosts, ...defaults });
  const shell = await openShell({ args: ['@all', '--inventory', file], sandbox });
  return { fleet, shell, knownHosts, lines, sandbox };
}

describe('the trust screen', () => {
  it('accepts every key of one screen, after which the hosts come up', async () => {
    const { shell, knownHosts, lines } = await unknownHosts(3);
    await shell.sees('3 unknown host keys');
    await shell.sees('SHA256:');
    shell.type('a');
    await shell.sees('accept the keys of 3 hosts');
    shell.press('enter');
    await shell.sees('3 up');
    expect(readFileSync(knownHosts, 'utf8').trimEnd().split('\n').sort()).toEqual(lines.sort());
    shell.enter('hostname');
    await shell.sees('✓ 3');
    expect(await shell.leave()).toBe(0);
  });

  it('leaves known_hosts as it was when it is skipped, and comes back when asked for', async () => {
    const { shell, knownHosts } = await unknownHosts(2);
    await shell.sees('2 unknown host keys');
    shell.press('esc');
    await shell.misses('2 unknown host keys');
    await shell.sees('2 failed');
    expect(readFileSync(knownHosts, 'utf8')).toBe('');
    shell.enter(':trust');
    await shell.sees('2 unknown host keys');
    shell.press('esc');
    await shell.misses('2 unknown host keys');
    expect(await shell.leave()).toBe(0);
  });

  it('accepts nothing by what somebody goes on typing', async () => {
    const { shell, knownHosts } = await unknownHosts(2);
    await shell.sees('2 unknown host keys');
    shell.type('cat /etc/passwd\r\r');
    await shell.sees('Space pick, a all');
    shell.press('esc');
    await shell.misses('unknown host keys');
    expect(readFileSync(knownHosts, 'utf8')).toBe('');
    expect(await shell.leave()).toBe(0);
  });

  it('wants the number typed once what is typed is not for it', async () => {
    const { shell, knownHosts } = await unknownHosts(2);
    await shell.sees('2 unknown host keys');
    // Its last letter is the first that means something here: what is seen then stays.
    shell.type('id -a\r\r');
    await shell.sees('type how many hosts that are: _');
    shell.press('esc');
    await shell.sees('Space pick');
    expect(readFileSync(knownHosts, 'utf8')).toBe('');
    shell.type('a');
    await shell.sees('type how many hosts that are: _');
    shell.type('2\r');
    await shell.sees('2 up');
    expect(await shell.leave()).toBe(0);
  });

  it('takes only those that were picked, and shows one whole', async () => {
    const { shell, knownHosts, lines } = await unknownHosts(2);
    await shell.sees('2 unknown host keys');
    shell.type('s');
    await shell.sees('recorded in');
    await shell.sees('ssh-ed25519');
    shell.press('enter');
    await shell.sees('Space pick');
    shell.press('down');
    shell.type(' ');
    await shell.sees('[x]');
    shell.press('enter');
    await shell.sees('accept the key of 1 host');
    shell.press('enter');
    await shell.sees('1 up');
    expect(readFileSync(knownHosts, 'utf8')).toBe(`${lines[1]}\n`);
    expect(await shell.leave()).toBe(0);
  });

  it('wants their number typed when they are more than ten', async () => {
    const { shell, knownHosts } = await unknownHosts(12);
    await shell.sees('12 unknown host keys');
    shell.type('a');
    await shell.sees('type how many hosts that are');
    shell.press('enter');
    shell.type('11\r');
    await shell.sees('type how many hosts that are: _');
    expect(readFileSync(knownHosts, 'utf8')).toBe('');
    shell.type('12\r');
    await shell.sees('12 up');
    expect(await shell.leave()).toBe(0);
  });

  it('is not there where keys are not checked, which stays in sight', async () => {
    const { shell, knownHosts } = await unknownHosts(2, undefined, { host_key_check: 'no' });
    await shell.sees('2 up');
    await shell.sees('2 keys unchecked');
    shell.enter('hostname');
    await shell.sees('✓ 2');
    await shell.sees('2 keys unchecked');
    expect(readFileSync(knownHosts, 'utf8')).toBe('');
    expect(await shell.leave()).toBe(0);
  });

  it('does not offer a changed key, which is refused with its place while the others work', async () => {
    const changed = (line: string, i: number) =>
      i > 0 ? `${line}\n` : `${line.split(' ')[0]} ssh-ed25519 ${otherKey}\n`;
    const { shell, knownHosts } = await unknownHosts(3, changed);
    await shell.sees('2 up');
    await shell.sees('1 failed');
    await shell.sees('host key changed');
    shell.enter(':trust');
    await shell.sees('no host shows a key that is not known');
    shell.press('ctrl-c');
    await shell.misses(':trust');
    expect(readFileSync(knownHosts, 'utf8')).toContain(otherKey);
    expect(await shell.leave()).toBe(0);
  });
});

const otherKey = 'AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl';
