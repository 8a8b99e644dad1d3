import { existsSync } from 'node:fs';
import { fold } from '../domain/fold.ts';
import type { Host } from '../domain/host.ts';

/** What an inventory names and this machine does not have: the login of these hosts may fail. */
export function whatIsMissing(
  hosts: Iterable<Host>,
  environment: NodeJS.ProcessEnv,
): readonly string[] {
  const files = new Map<string, string[]>();
  const variables = new Map<string, string[]>();
  for (const { name, identityFiles = [], password } of hosts) {
    for (const file of identityFiles) add(files, file, name);
    if (password?.kind === 'env') add(variables, password.name, name);
  }
  return [
    ...[...files]
      .filter(([file]) => !existsSync(file))
      .map(([file, names]) => `identity file ${file} of ${fold(names)} is not there`),
    ...[...variables]
      .filter(([variable]) => !environment[variable])
      .map(([variable, names]) => `password_env ${variable} of ${fold(names)} is not set`),
  ];
}

function add(lists: Map<string, string[]>, key: string, name: string): void {
  const list = lists.get(key);
  if (list) list.push(name);
  else lists.set(key, [name]);
}
