import { spawn } from 'node:child_process';
import { endingWithUs } from '../../inventory/end-with-us.ts';

/** Characters of output that are shown; the rest is left out, and that is said. */
const shown = 200_000;

/** For a command that was interrupted to end by itself, ms. */
const graceMs = 1000;

/**
 * Runs `!CMD` on the operator's own machine; settles with its lines and how it ended. Never rejects. `signal` interrupts it,
 * and kills it when that does not help.
 */
export function runHere(command: string, signal?: AbortSignal): Promise<string[]> {
  return new Promise((resolve) => {
    // In a session of its own the command has no terminal: it must neither ask on the screen nor write to it.
    const {
      child,
      ended,
      signal: send,
    } = endingWithUs(() =>
      spawn(command, { shell: true, detached: true, stdio: ['ignore', 'pipe', 'pipe'] }),
    );
    let said = '';
    const take = (text: string) => {
      if (said.length < shown) said += text;
    };
    let killing: NodeJS.Timeout | undefined;
    const interrupt = () => {
      send('SIGINT');
      killing = setTimeout(send, graceMs, 'SIGKILL');
    };
    signal?.addEventListener('abort', interrupt, { once: true });
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', (error) => {
      ended();
      resolve([error.message]);
    });
    child.on('close', (code, killedBy) => {
      ended();
      clearTimeout(killing);
      signal?.removeEventListener('abort', interrupt);
      const lines = said.replace(/\n$/, '').split('\n');
      if (said.length >= shown) lines.push('… (more than is shown)');
      if (killedBy) lines.push(`[${killedBy}]`);
      else if (code) lines.push(`[exit ${code}]`);
      resolve(lines);
    });
  });
}
