import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';
import { sshConfigFile } from '../../src/cli/ssh-config-file.ts';
import { keyFolder } from '../support/key-files.ts';

it('a pipe is refused for ssh’s configuration before anything waits for it, a folder too', () => {
  const folder = keyFolder();
  const pipe = path.join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  expect(() => sshConfigFile(pipe, '--ssh-config')).toThrow(
    `--ssh-config takes a file, \`${pipe}\` is a pipe: ssh reads it for each host – write its text to a file and name that`,
  );
  expect(() => sshConfigFile(folder, '--ssh-config')).toThrow('is a folder');
});

it.each(['none', '/dev/null', '/nowhere/config', import.meta.filename])(
  '%s is taken as it is',
  (file) => {
    expect(sshConfigFile(file, '--ssh-config')).toBe(file);
  },
);
