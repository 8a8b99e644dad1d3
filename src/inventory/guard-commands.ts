import type { Group } from '../domain/inventory.ts';
import { quoted } from '../domain/quoted.ts';
import type { Report } from './resolve.ts';
import type { RawInventory } from './schema.ts';

/** Commands that the prompt would never find in a line, and commands of groups that nothing guards. */
export function checkGuardCommands(
  { defaults = {}, groups = {} }: RawInventory,
  finished: ReadonlyMap<string, Group>,
  report: Report,
): void {
  checkEach(['defaults'], defaults.guard_commands);
  const guarded = new Set([...finished.values()].filter(({ guard }) => guard).flatMap(hostsOf));
  for (const [name, { guard_commands }] of Object.entries(groups)) {
    if (!guard_commands) continue;
    const path = ['groups', name];
    checkEach(path, guard_commands);
    const hosts = finished.get(name)?.hosts ?? [];
    if (hosts.some((host) => guarded.has(host)) || groups[name]?.guard) continue;
    const message = `nothing guards ${quoted(name)}, so that nobody is asked – write guard: true beside it`;
    report([...path, 'guard_commands'], message, 'key');
  }

  function checkEach(path: readonly string[], commands: readonly string[] = []): void {
    for (const [index, command] of commands.entries()) {
      if (isOneCommand(command)) continue;
      const message = `${quoted(command)} is no single command – write a program and words that follow it: [kubectl delete]`;
      report([...path, 'guard_commands', String(index)], message);
    }
  }
}

const hostsOf = ({ hosts }: Group): readonly string[] => hosts;

/** Words alone: nothing that begins another command, and no quotes, which do not count in a line. */
const isOneCommand = (text: string): boolean => /\S/.test(text) && !/[;&|\n(){}`"'\\]/.test(text);
