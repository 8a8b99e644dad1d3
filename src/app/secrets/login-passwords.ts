import type { Host } from '../../domain/host.ts';
import type { PasswordQuestion, Verdict } from '../../domain/question.ts';
import { Secret } from '../../domain/secret.ts';
import type { SecretSources } from '../../inventory/secret-sources.ts';
import { type Answers, SharedPassword } from './shared-password.ts';

export interface LoginPasswordsOptions {
  readonly sources: SecretSources;
  /** Asks the operator. `signal`: nobody waits for it any more. */
  prompt(host: Host, question: PasswordQuestion, signal?: AbortSignal): Promise<Answers>;
}

/** Login passwords: each is asked for, fetched and tried once for all hosts that share it. */
export class LoginPasswords {
  readonly #options: LoginPasswordsOptions;
  readonly #passwords = new Map<string, SharedPassword>();
  /** The password that each host was given. */
  readonly #givenTo = new Map<string, SharedPassword>();

  constructor(options: LoginPasswordsOptions) {
    this.#options = options;
  }

  /** Rejects with `NotAnswered`. */
  answer(host: Host, question: PasswordQuestion, signal: AbortSignal): Promise<Answers> {
    const password = this.#passwordOf(host, question.user);
    this.#givenTo.set(host.name, password);
    return password.answer(host, question, signal);
  }

  judged(host: string, verdict: Verdict): void {
    this.#givenTo.get(host)?.judged(host, verdict);
  }

  /** Lets what was refused or declined be tried, or asked for, again. */
  forgetRefusals(): void {
    for (const password of this.#passwords.values()) password.forgetRefusals();
  }

  #passwordOf(host: Host, user: string): SharedPassword {
    const { sources, prompt } = this.#options;
    const source = sources.of(host, user);
    const key = JSON.stringify([user, source?.key]);
    const known = this.#passwords.get(key);
    if (known) return known;
    const password = new SharedPassword({
      user,
      ...(source && { find: source.find }),
      async prompt(asked, question, signal) {
        const [typed] = (await prompt(asked, question, signal)) ?? [];
        return typed === undefined ? null : new Secret(typed);
      },
    });
    this.#passwords.set(key, password);
    return password;
  }
}
