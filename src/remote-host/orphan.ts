import type { Orphan } from '../domain/remembered.ts';
import { ChannelRefused } from '../transport/channel.ts';
import type { Controls } from './controls.ts';
import type { Shell } from './shell.ts';
import { parseTree, treeScript } from './tree-kill.ts';

/** Undefined without /proc: it could not be found again. */
export function orphanOf({ facts, lastMark, jobs }: Shell): Orphan | undefined {
  const { pid, pgid, startTime } = facts;
  if (startTime === 0) return undefined;
  const since = lastMark.uptime;
  return { pid, pgid, startTime, jobs: [...jobs], ...(since !== undefined && { since }) };
}

/** The processes that are left of it, its shell first; empty if it has ended, `undefined` if the host did not say. */
export async function findOrphan(
  { pid, startTime, since, jobs }: Orphan,
  controls: Controls,
): Promise<readonly number[] | undefined> {
  const tree = treeScript({
    root: pid,
    spared: jobs,
    age: 0,
    ...(since !== undefined && { since }),
  });
  const script = `[ ! -r /proc/${pid}/stat ] || { read -r s && echo "$s"; } </proc/${pid}/stat; echo; ${tree}`;
  const answer = await ask(controls, script).catch(() => undefined);
  if (answer === undefined) return undefined;
  const [stat = ''] = answer.split('\n');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  if (Number(fields[19]) !== startTime || state === 'Z') return [];
  return [pid, ...(parseTree(answer.slice(answer.indexOf('tree'))) ?? [])];
}

/** The notice about it; `found` as `findOrphan` returns it. */
export function orphanNotice({ pid, pgid }: Orphan, found: readonly number[]): string {
  const [shell, ...processes] = found;
  if (shell === undefined) return 'what was lost has ended meanwhile, exit code unknown';
  const ids = processes.length > 0 ? processes : [shell];
  const target = pid === pgid ? `-${pgid}` : found.join(' ');
  return `what was lost is still running: pid ${ids.join(', ')} – end it there with: kill -HUP ${target}`;
}

async function ask({ control, apart }: Controls, script: string): Promise<string> {
  try {
    return await control.ask(script);
  } catch (error) {
    if (!(error instanceof ChannelRefused)) throw error;
    return apart.ask(script);
  }
}
