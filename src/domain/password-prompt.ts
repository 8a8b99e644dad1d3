import type { KeyboardQuestion } from './question.ts';

/**
 * Whether a server asks for the account's password this way, as most do: one hidden prompt that says so. Never for a
 * new one, and never for a code that is good only once.
 */
export function asksForPassword({ instructions, prompts }: KeyboardQuestion): boolean {
  const [first, second] = prompts;
  if (!first || second || first.echo || !/password/i.test(first.text)) return false;
  return !other.test(first.text) && !other.test(instructions);
}

const other =
  /\b(new|old|current|retype|repeat|again|chang(e|ing)|expired?|one.?time|otp|totp|hotp|oath|token|code|passcode|pin|response|challenge|securid|yubi\w*|s\/key|duo|second)\b/i;
