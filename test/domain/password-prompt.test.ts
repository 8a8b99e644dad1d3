import { expect, test } from 'vitest';
import { asksForPassword } from '../../src/domain/password-prompt.ts';

const question = (text: string, echo = false, instructions = '') =>
  ({ kind: 'keyboard', instructions, prompts: [{ text, echo }] }) as const;

test.each([
  'Password: ',
  'Password:',
  'password: ',
  "deploy's password: ",
  'Password for deploy@web01:',
  '(deploy@web01) Password: ',
  'Enter your UNIX password: ',
  'LDAP Password: ',
])('%j asks for the password of the account', (text) => {
  expect(asksForPassword(question(text))).toBe(true);
});

test.each([
  'Verification code: ',
  "One-time password (OATH) for `deploy': ",
  'One Time Password: ',
  'OTP password: ',
  'New password: ',
  'Retype new password: ',
  '(current) UNIX password: ',
  'Current password: ',
  'Password expired. New: ',
  'Your password has expired, change it: ',
  'Password + token: ',
  'PIN or password: ',
  'Duo password: ',
  'Response: ',
  'Passcode: ',
  's/key 97 fi12345 password: ',
  '',
])('%j does not', (text) => {
  expect(asksForPassword(question(text))).toBe(false);
});

test('nothing that is shown while it is typed is a password', () => {
  expect(asksForPassword(question('Password: ', true))).toBe(false);
});

test('instructions may say that another one is meant', () => {
  const instructions = 'Your password has expired. Choose a new one.';
  expect(asksForPassword(question('Password: ', false, instructions))).toBe(false);
});

test('several questions at once are for a person', () => {
  const [prompt] = question('Password: ').prompts;
  const both = { kind: 'keyboard', instructions: '', prompts: [prompt, prompt] } as const;
  expect(asksForPassword(both)).toBe(false);
});
