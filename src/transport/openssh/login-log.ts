import { safeText } from '../../domain/output.ts';

/** How far a login has come. */
export type Stage = 'dialling' | 'greeting' | 'login' | 'in';

/** What ssh logs about a login, with `LogLevel DEBUG1`. */
export class LoginLog {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  get stage(): Stage {
    if (/^Authenticated to /m.test(this.text)) return 'in';
    if (/^debug1: SSH2_MSG_NEWKEYS received/m.test(this.text)) return 'login';
    const begun = /^debug1: (?:Connection established|Executing proxy command|Local version)/m;
    return begun.test(this.text) ? 'greeting' : 'dialling';
  }

  /** Whether it has asked an agent for keys, which comes first in a login, and got no answer. */
  get waitsForAgent(): boolean {
    const later = /^debug1: (?:Will attempt key|get_agent_identities|SSH2_MSG_SERVICE_ACCEPT)/m;
    return this.stage === 'login' && !later.test(this.text);
  }

  /** What it would print for a person, made safe. */
  get words(): string[] {
    return this.text
      .split(/\r?\n/)
      .filter((line) => line !== '' && !/^(?:debug\d|Authenticated )/.test(line))
      .map((line) => safeText(line));
  }

  /** Methods that the server still accepts; undefined: it has not said. */
  get left(): readonly string[] | undefined {
    const all = [...this.text.matchAll(/^debug1: Authentications that can continue: (.*)$/gm)];
    return all.at(-1)?.[1]?.trim().split(',');
  }

  /** Whether the answer that was given when the log was `before` characters long has been refused. */
  refusedSince(before: number): boolean {
    const since = this.text.slice(before);
    // After the last try that it allows, the server just ends the connection (MaxAuthTries).
    const answered =
      /^debug1: Authentications that can continue: |: Too many authentication failures/im.test(
        since,
      );
    return answered && !/with partial success/.test(since);
  }

  /** … has been accepted as the first of several steps. */
  tookStepSince(before: number): boolean {
    return /with partial success/.test(this.text.slice(before));
  }
}
