import type { ClusterOptions } from '../../cluster/cluster.ts';
import type { Host } from '../../domain/host.ts';
import type { Inventory } from '../../domain/inventory.ts';
import { asksForPassword } from '../../domain/password-prompt.ts';
import type { PasswordQuestion, Question } from '../../domain/question.ts';
import type { Secret } from '../../domain/secret.ts';
import { secretSources } from '../../inventory/secret-sources.ts';
import { LoginPasswords } from './login-passwords.ts';
import { openKey } from './open-key.ts';
import { OpenedKeys } from './opened-keys.ts';
import { SudoAnswers } from './sudo-answers.ts';

export interface AnswersOptions {
  readonly inventory: Inventory;
  readonly environment: ReadonlyMap<string, Secret>;
  /** Whether the terminal belongs to our screen. */
  readonly screen: boolean;
  /** Asks the operator. `signal`: nobody waits for it any more. */
  ask(host: Host, question: Question, signal?: AbortSignal): Promise<readonly string[] | null>;
  /** Called with the hosts that now wait for a sudo password. */
  sudoWaiting?(hosts: readonly string[]): void;
}

export interface Answers extends Pick<ClusterOptions, 'answer' | 'judged'> {
  /** Lets what was declined or refused be asked for and tried again. */
  forgetRefusals(): void;
  /** Returns how many sudo passwords were known. */
  forgetSudo(): number;
}

/** Answers the workers' questions: from the inventory, from what was typed before, or by asking. */
export function answers(options: AnswersOptions): Answers {
  const { inventory, environment, screen, ask, sudoWaiting } = options;
  const sources = secretSources(inventory, environment, { screen });
  const passwords = new LoginPasswords({ sources, prompt: ask });
  const keys = new OpenedKeys({ prompt: ask, open: openKey });
  const sudo = new SudoAnswers({ prompt: ask, ...(sudoWaiting && { waiting: sudoWaiting }) });
  return {
    answer(host, question, signal) {
      switch (question.kind) {
        case 'sudo':
          return sudo.answer(host, question, signal);
        case 'identity':
          return keyText(host, question.file);
        case 'passphrase':
          return keys.passphrase(host, question);
        case 'password':
          return password(host, question, signal);
        case 'keyboard':
          return host.password && asksForPassword(question)
            ? password(host, { kind: 'password', user: host.user ?? '' }, signal)
            : ask(host, question, signal);
        default:
          return question satisfies never;
      }
    },
    judged(host, { of, verdict }) {
      if (of === 'password') passwords.judged(host, verdict);
      // An undecided verdict says that the connection, or its worker, is gone: sudo will not judge the password any
      // more.
      if (of === 'sudo' || verdict === 'undecided') sudo.judged(host, verdict);
    },
    forgetRefusals() {
      passwords.forgetRefusals();
      keys.forgetRefusals();
    },
    forgetSudo: () => sudo.forget(),
  };

  function password(
    host: Host,
    question: PasswordQuestion,
    signal: AbortSignal,
  ): Promise<readonly string[] | null> {
    return host.password ? passwords.answer(host, question, signal) : ask(host, question, signal);
  }

  async function keyText(host: Host, file?: string): Promise<readonly string[] | null> {
    const stored = inventory.identities.get(host.name);
    if (file === undefined && !stored) return null;
    const key = file === undefined ? keys.text(host, stored as Secret) : keys.file(host, file);
    return (await key).use((text) => [text]);
  }
}
