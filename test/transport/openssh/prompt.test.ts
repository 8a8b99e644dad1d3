import { describe, expect, it } from 'vitest';
import { readPrompt, type Wanted } from '../../../src/transport/openssh/prompt.ts';

describe('what ssh asks', () => {
  it.each<[string, string | undefined, Wanted]>([
    ["me@web01's password: ", undefined, { kind: 'password' }],
    [
      "Enter passphrase for key '/home/me/.ssh/id it's': ",
      undefined,
      { kind: 'passphrase', file: "/home/me/.ssh/id it's" },
    ],
    ['(me@web01) Password: ', undefined, { kind: 'keyboard', text: 'Password: ' }],
    ['Verification code: ', undefined, { kind: 'keyboard', text: 'Verification code: ' }],
    [
      'Enter PIN for ED25519-SK key /home/me/.ssh/id_ed25519_sk: ',
      undefined,
      { kind: 'keyboard', text: 'Enter PIN for ED25519-SK key /home/me/.ssh/id_ed25519_sk: ' },
    ],
    ["Enter me@web01's old password: ", undefined, { kind: 'expired' }],
    ["Retype me@web01's new password: ", undefined, { kind: 'expired' }],
    [
      'Confirm user presence for key ED25519-SK SHA256:x',
      'none',
      { kind: 'touch', text: 'Confirm user presence for key ED25519-SK SHA256:x' },
    ],
    ['Allow use of key x?', 'confirm', { kind: 'consent' }],
    [
      'Are you sure you want to continue connecting (yes/no/[fingerprint])? ',
      undefined,
      { kind: 'consent' },
    ],
  ])('%j is understood', (prompt, hint, wanted) => {
    expect(readPrompt(prompt, hint)).toEqual(wanted);
  });

  it('is made safe and short, since a server may word it', () => {
    const { text } = readPrompt(`\x1b]0;evil\x07${'x'.repeat(9999)}`) as { text: string };
    expect(text).not.toContain('\x1b');
    expect(text.length).toBeLessThan(600);
  });
});
