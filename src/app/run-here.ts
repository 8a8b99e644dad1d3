import { spawn } from 'node:child_process';

/** Characters of output that are shown; the rest is left out with a word. */
const shown = 200_000;

/** Runs `!CMD` on the operator's own machine; settles with its lines and how it ended. Never rejects. */
export function runHere(command: string): Promise<string[]> {
  return new Promise((resolve) => {
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const take = (text: string) => {
      if (said.length < shown) said += text;
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', (error) => resolve([error.message]));
    child.on('close', (code, signal) => {
      const lines = said.replace(/\n$/, '').split('\n');
      if (said.length >= shown) lines.push('… (more than is shown)');
      if (signal) lines.push(`[${signal}]`);
      else if (code) lines.push(`[exit ${code}]`);
      resolve(lines);
    });
  });
}
