import { describe, expect, test } from 'vitest';
import { usesSudo } from '../../src/remote-host/sudo-line.ts';
import { SudoTrial } from '../../src/remote-host/sudo-trial.ts';

describe('a line uses sudo', () => {
  test.each([
    'sudo id',
    'echo x | sudo tee f',
    'if true; then sudo id; fi',
    '(sudo id)',
    '\\sudo id',
    'a=$(sudo id)',
    'sudo\tid',
  ])('%j', (line) => expect(usesSudo(line)).toBe(true));

  test.each(['/usr/bin/sudo id', 'pseudo id', 'cat sudo.conf', 'man sudo', 'visudo', ''])(
    'not %j',
    (line) => expect(usesSudo(line)).toBe(false),
  );
});

describe('a sudo that has got its password', () => {
  /** What is told after these looks, the first of them before it had it. */
  const verdict = (...looks: readonly string[]) => {
    const trial = new SudoTrial();
    return looks.map((look) => trial.look(look)).at(-1);
  };

  test.each([
    ['thinks about it', ['sudo/askpass', 'sudo', 'sudo/unix_chkpwd'], undefined],
    ['has become the program', ['sudo/askpass', 'sleep'], true],
    ['has started the program', ['sudo/askpass', 'sudo/sleep', 'sudo/sleep'], true],
    ['has only just a child, which may become askpass', ['sudo/askpass', 'sudo/sudo'], undefined],
    ['is gone at once: PAM takes longer to refuse', ['sudo/askpass', ''], true],
    ['cannot be seen there', ['', '', ''], undefined],
    ['has another name', ['sudo-rs/askpass', 'sudo-rs'], undefined],
  ] as const)('%s', (_, looks, expected) => expect(verdict(...looks)).toBe(expected));
});
