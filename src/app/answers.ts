import type { ClusterOptions } from '../cluster/cluster.ts';
import type { Host } from '../domain/host.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { Question } from '../domain/question.ts';
import type { Secret } from '../domain/secret.ts';
import { secretAnswers } from '../inventory/secret-answers.ts';
import { openKey } from './open-key.ts';
import { OpenedKeys } from './opened-keys.ts';
import { SudoAnswers } from './sudo-answers.ts';

export interface AnswersOptions {
  readonly inventory: Inventory;
  readonly environment: ReadonlyMap<string, Secret>;
  /** Asks the operator. `signal`: nobody waits for it any more. */
  ask(host: Host, question: Question, signal?: AbortSignal): Promise<readonly string[] | null>;
  /** These hosts wait for a sudo password now. */
  sudoWaiting?(hosts: readonly string[]): void;
}

/** Answers every question of the workers: from the inventory, from what was typed before, or by asking. */
export function answers(options: AnswersOptions): Pick<ClusterOptions, 'answer' | 'judged'> & {
  /** Returns how many sudo passwords were known. */
  forgetSudo(): number;
} {
  const { inventory, environment, ask, sudoWaiting } = options;
  const passwords = secretAnswers(inventory, environment, ask);
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
          return ask(host, question, signal);
        case 'password':
        case 'keyboard':
          return passwords(host, question);
        default:
          return question satisfies never;
      }
    },
    judged: (host, accepted) => sudo.judged(host, accepted),
    forgetSudo: () => sudo.forget(),
  };

  async function keyText(host: Host, file?: string): Promise<readonly string[] | null> {
    const stored = inventory.identities.get(host.name);
    if (file === undefined && !stored) return null;
    const key = file === undefined ? keys.text(host, stored as Secret) : keys.file(host, file);
    return (await key).use((text) => [text]);
  }
}
