import { createHmac, randomBytes } from 'node:crypto';
import type { Host } from '../domain/host.ts';
import type { Inventory } from '../domain/inventory.ts';
import { NotAnswered } from '../domain/question.ts';
import { Secret } from '../domain/secret.ts';
import { fromKeyring } from './keyring.ts';
import { type CommandOptions, fromCommand } from './password-command.ts';

/** Where hosts' passwords come from, as far as nobody has to type them. */
export interface SecretSources {
  /** `undefined`: somebody types it. */
  of(host: Host, user: string): PasswordSource | undefined;
}

export interface PasswordSource {
  /** The same for hosts that share it. */
  readonly key: string;
  /** Rejects with `NotAnswered`, which tells why and what to do. */
  find(): Promise<Secret>;
}

export function secretSources(
  inventory: Pick<Inventory, 'passwords'>,
  environment: ReadonlyMap<string, Secret>,
  { screen = false }: Pick<CommandOptions, 'screen'> = {},
): SecretSources {
  const salt = randomBytes(16);
  return { of };

  function of({ name, password }: Host, user: string): PasswordSource | undefined {
    switch (password?.kind) {
      case undefined:
      case 'prompt':
        return undefined;
      case 'stored': {
        const stored = inventory.passwords.get(name);
        const find = () => given(stored, `the inventory has no password of ${name}`);
        return { key: `stored ${stored?.use(hashed)}`, find };
      }
      case 'env': {
        const missing = `password_env: ${password.name} is not set – set it before tutti starts`;
        return {
          key: `env ${password.name}`,
          find: () => given(environment.get(password.name), missing),
        };
      }
      case 'command':
        return {
          key: `command ${JSON.stringify(password.argv)}`,
          find: () => fromCommand(password.argv, { screen }),
        };
      case 'keyring':
        return {
          key: `keyring ${password.service}`,
          find: () => fromKeyring(password.service, user),
        };
      default:
        return password satisfies never;
    }
  }

  /** Hosts that share a password are known by it, but nobody can tell it from that. */
  function hashed(value: string): string {
    return createHmac('sha256', salt).update(value).digest('hex');
  }
}

async function given(secret: Secret | undefined, missing: string): Promise<Secret> {
  if (!secret) throw new NotAnswered(missing);
  return secret;
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
