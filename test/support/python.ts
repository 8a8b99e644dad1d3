import { execFileSync, spawnSync } from 'node:child_process';

/** Whether there is a python3 here. */
export const hasPython = spawnSync('python3', ['-c', '']).status === 0;

/** What the script prints as JSON; `input` is JSON on its standard input. */
export function askPython(script: string, input: unknown): unknown {
  const printed = execFileSync('python3', ['-c', script], {
    input: JSON.stringify(input),
    maxBuffer: 64 * 1024 * 1024,
    encoding: 'utf8',
  });
  return JSON.parse(printed);
}
