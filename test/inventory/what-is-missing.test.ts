import { expect, it } from 'vitest';
import { whatIsMissing } from '../../src/inventory/what-is-missing.ts';
import { yaml } from '../../src/inventory/yaml.ts';
import { parseAs } from '../support/parse-inventory.ts';

it('names the identity files and variables that are not there, with their hosts', async () => {
  const { hosts } = await parseAs(
    yaml,
    `version: 1
defaults: { identity_file: [/nowhere/key, ${import.meta.filename}] }
hosts:
  web[01-03]: { password_env: NOT_SET }
  db: { password_env: IS_SET, identity_file: ${import.meta.filename} }
`,
  );
  expect(whatIsMissing(hosts.values(), { IS_SET: 'x', NOT_SET: '' })).toEqual([
    'identity file /nowhere/key of web[01-03] is not there',
    'password_env NOT_SET of web[01-03] is not set',
  ]);
});
