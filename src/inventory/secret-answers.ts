import { execFile } from 'node:child_process';
import type { Host, SecretSource } from '../domain/host.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { KeyboardQuestion, PasswordQuestion } from '../domain/question.ts';
import { Secret } from '../domain/secret.ts';

type LoginQuestion = PasswordQuestion | KeyboardQuestion;

/** Asks a person; `null` when declined, or when there is nobody to ask. */
export type Prompt = (host: Host, question: LoginQuestion) => Promise<readonly string[] | null>;

export type Answer = (host: Host, question: LoginQuestion) => Promise<readonly string[] | null>;

/** Limits of a `password_command`. */
const commandLimits = { timeout: 30_000, maxBuffer: 64 * 1024, killSignal: 'SIGKILL' } as const;

/**
 * Answers the workers' questions: from the inventory where it names a source, else by `prompt`.
 * A credential is asked for, or its command run, once – not once per host.
 */
export function secretAnswers(
  inventory: Pick<Inventory, 'passwords'>,
  environment: ReadonlyMap<string, Secret>,
  prompt: Prompt,
): Answer {
  const found = new Map<string, Promise<Secret | null>>();

  return async (host, question) => {
    switch (question.kind) {
      case 'password':
        if (!host.password) return prompt(host, question);
        // A refused password is not offered again: it would only lock the account.
        return question.again ? null : reveal(await passwordOf(host, host.password, question));
      case 'keyboard':
        return keyboard(host, question);
      default:
        return question satisfies never;
    }
  };

  function passwordOf(
    host: Host,
    source: SecretSource,
    question: LoginQuestion,
  ): Promise<Secret | null> {
    switch (source.kind) {
      case 'stored':
        return Promise.resolve(inventory.passwords.get(host.name) ?? null);
      case 'env':
        return Promise.resolve(environment.get(source.name) ?? null);
      case 'command':
        return once(`command ${source.argv.join('\0')}`, () => firstLine(source.argv));
      case 'prompt':
        return once(`user ${host.user ?? ''}`, () => ask(host, question));
      default:
        return source satisfies never;
    }
  }

  /** Most servers ask for the password this way; only a hidden single question is taken for it. */
  async function keyboard(
    host: Host,
    question: KeyboardQuestion,
  ): Promise<readonly string[] | null> {
    const [first, second] = question.prompts;
    const isPassword = first && !second && !first.echo && /password/i.test(first.text);
    if (!isPassword || !host.password) return prompt(host, question);
    return reveal(await passwordOf(host, host.password, question));
  }

  async function ask(host: Host, question: LoginQuestion): Promise<Secret | null> {
    const [answer] = (await prompt(host, question)) ?? [];
    return answer === undefined ? null : new Secret(answer);
  }

  function once(key: string, find: () => Promise<Secret | null>): Promise<Secret | null> {
    const known = found.get(key) ?? find();
    found.set(key, known);
    return known;
  }
}

const reveal = (secret: Secret | null): string[] | null => secret?.use((value) => [value]) ?? null;

/** The first line that the program prints, as git's and ssh's askpass programs are read. */
function firstLine([program = '', ...args]: readonly string[]): Promise<Secret | null> {
  return new Promise((resolve) => {
    const child = execFile(program, args, commandLimits, (error, stdout) => {
      const [line] = stdout.split(/\r?\n/, 1);
      resolve(error || !line ? null : new Secret(line));
    });
    child.stdin?.end();
  });
}

/** Takes the named variables out of the environment, before any child process could inherit them. */
export function takeFromEnvironment(
  hosts: Iterable<Host>,
  env: NodeJS.ProcessEnv,
): ReadonlyMap<string, Secret> {
  const taken = new Map<string, Secret>();
  for (const { password } of hosts) {
    if (password?.kind !== 'env' || taken.has(password.name)) continue;
    const value = env[password.name];
    if (value !== undefined) taken.set(password.name, new Secret(value));
    delete env[password.name];
  }
  return taken;
}
