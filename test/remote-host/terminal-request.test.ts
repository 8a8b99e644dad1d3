import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { terminalRequest } from '../../src/remote-host/terminal-request.ts';
import { Scratch } from '../support/local-shells.ts';

const scratch = new Scratch();
afterAll(() => scratch.remove());

/** What is said by a request that `login` parses, where the account has `shell`. */
function said(login: string, request: string, shell = '/bin/sh'): string {
  const env = { PATH: process.env.PATH ?? '', HOME: scratch.home, SHELL: shell };
  const cwd = scratch.home;
  return execFileSync(login, ['-c', request], { env, cwd, encoding: 'utf8', stdio: 'pipe' });
}

const logins = ['/bin/bash', '/bin/dash', '/usr/bin/zsh', '/usr/bin/fish', '/bin/tcsh'];
const strange = `it's "a" \`b\` $c ${'\\'}0101 ! % ü ${'\n'} x`;

describe.each(logins.filter((login) => existsSync(login)))(
  'a terminal’s request in %s',
  (login) => {
    test('begins in the directory it is given, however that is called', () => {
      const cwd = path.join(scratch.home, strange);
      mkdirSync(cwd, { recursive: true });
      expect(said(login, terminalRequest({ cwd, command: 'pwd' }, 'full'))).toBe(`${cwd}\n`);
    });

    test('runs a line as it is, in the account’s own shell', () => {
      const command = `printf '%s' '${strange.replaceAll("'", '"')}'`;
      const request = terminalRequest({ command }, 'full');
      expect(said(login, request)).toBe(strange.replaceAll("'", '"'));
    });

    test('begins at home where the directory is gone', () => {
      const cwd = path.join(scratch.home, 'gone');
      expect(said(login, terminalRequest({ cwd, command: 'pwd' }, 'full'))).toBe(
        `${scratch.home}\n`,
      );
    });
  },
);
