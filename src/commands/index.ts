import { UsageError } from '../domain/failure.ts';
import { nearest } from '../domain/nearest.ts';
import { chart } from './chart.ts';
import type { Command } from './command.ts';
import { debug } from './debug.ts';
import { exportRun } from './export.ts';
import { forget } from './forget.ts';
import { get } from './get.ts';
import { groups } from './groups.ts';
import { help } from './help.ts';
import { hide } from './hide.ts';
import { hosts } from './hosts.ts';
import { light } from './light.ts';
import { mouse } from './mouse.ts';
import { mute } from './mute.ts';
import { notify } from './notify.ts';
import { only } from './only.ts';
import { preview } from './preview.ts';
import { pty } from './pty.ts';
import { put } from './put.ts';
import { quit } from './quit.ts';
import { reconnect } from './reconnect.ts';
import { reload } from './reload.ts';
import { retry } from './retry.ts';
import { roll } from './roll.ts';
import { runs } from './runs.ts';
import { shell } from './shell.ts';
import { stdin } from './stdin.ts';
import { timeout } from './timeout.ts';
import { trust } from './trust.ts';
import { undo } from './undo.ts';
import { watch } from './watch.ts';

/** Every built-in; help, completion and docs/built-ins.md are made from this list. */
export const commands: readonly Command[] = [
  help,
  hosts,
  groups,
  runs,
  exportRun,
  retry,
  roll,
  put,
  get,
  undo,
  preview,
  stdin,
  only,
  hide,
  light,
  mute,
  shell,
  pty,
  timeout,
  watch,
  chart,
  notify,
  mouse,
  forget,
  reconnect,
  reload,
  debug,
  trust,
  quit,
];

/** @throws UsageError for an unknown name, with the nearest ones */
export function findCommand(name: string): Command {
  const command = commands.find((each) => each.name === name);
  if (command) return command;
  const near = nearest(
    name,
    commands.map((each) => each.name),
  ).map((each) => `:${each}`);
  const hint = near.length > 0 ? `did you mean ${near.join(', ')}?` : 'see :help';
  throw new UsageError(`no built-in :${name} – ${hint}`);
}

/** The table in docs/built-ins.md. */
export function builtinTableMarkdown(): string {
  const rows = commands.map(({ usage, summary }) => `| \`:${inCell(usage)}\` | ${summary} |`);
  return ['| built-in | |', '|---|---|', ...rows].join('\n');
}

/** A bar would end the cell, within backquotes too (GitHub's Markdown, 4.10). */
const inCell = (text: string): string => text.replaceAll('|', '\\|');
