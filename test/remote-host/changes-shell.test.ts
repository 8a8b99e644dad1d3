import { expect, it } from 'vitest';
import type { Snapshot } from '../../src/domain/remembered.ts';
import { mayChangeShell } from '../../src/remote-host/changes-shell.ts';

const last: Snapshot = {
  kind: 'bash',
  parts: {
    exports: 'declare -x PATH="/bin"\ndeclare -x LANG="C"\n',
    functions: 'module () \n{ \n    eval "$(modulecmd "$@")"\n}\n',
  },
  bytes: 80,
};

it.each([
  'export a=1',
  'cd /tmp && export a',
  'if true; then export a=1; fi',
  'for i in 1 2; do declare -x "v$i=1"; done',
  "alias ll='ls -l'",
  '\\unalias ll',
  'builtin umask 077',
  'greet() { echo hi; }',
  'function greet { echo hi; }',
  '. ./venv/bin/activate',
  'source env.sh',
  'eval "$(ssh-agent)"',
  'PATH=$PATH:/opt/bin',
  'PATH+=:/opt/bin',
  'a=1 LANG=C',
  'unset LANG',
  'shopt -s extglob',
  'module load gcc',
  'ls\nexport a=1',
  `echo ${'x'.repeat(2000)}`,
])('%j may change what a new shell would need', (line) => {
  expect(mayChangeShell(line, last)).toBe(true);
});

it.each([
  '',
  ':',
  'hostname',
  'cd /usr/bin',
  'a=1',
  'LC_ALL=C sort /etc/passwd',
  'echo export',
  'ls -l | grep alias',
  'systemctl is-active sshd || echo down',
  './export.sh',
  'exporter --version',
  'modules list',
  'uname -r; uptime',
])('%j changes nothing of it', (line) => {
  expect(mayChangeShell(line, last)).toBe(false);
});

it('without a snapshot a variable in capitals may be an exported one', () => {
  expect(mayChangeShell('PATH=/bin', undefined)).toBe(true);
  expect(mayChangeShell('a=1', undefined)).toBe(false);
  expect(mayChangeShell(':', undefined)).toBe(false);
});
