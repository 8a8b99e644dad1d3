import type { Explanation, Origin } from '../domain/explanation.ts';
import { safeText } from '../domain/output.ts';

/** `tutti inventory explain HOST`: each value, and where it was written. */
export function printExplanation({ host, values, groups }: Explanation): string {
  const rows = values
    .filter(({ key, text, origin }) => text !== '' || origin.kind !== 'default' || always.has(key))
    .map(({ key, text, origin }) => [
      key,
      text === '' ? (defaults[key] ?? 'none') : text,
      originText(origin),
    ]);
  const groupRows = groups.map(({ name, place, through }, index) => [
    index === 0 ? 'groups' : '',
    `@${name}`,
    through === undefined ? place : `${place} (by @${through})`,
  ]);
  const all = [...rows, ...(groups.length > 0 ? groupRows : [['groups', 'none', 'default']])].map(
    (row) => row.map((cell) => safeText(cell.replaceAll('\n', '⏎'))),
  );
  const widths = [0, 1].map((column) =>
    Math.min(48, Math.max(...all.map((row) => row[column]?.length ?? 0))),
  );
  const lines = all.map(([key = '', text = '', origin = '']) =>
    `  ${key.padEnd(widths[0] ?? 0)}  ${text.padEnd(widths[1] ?? 0)}  ${origin}`.trimEnd(),
  );
  return `${safeText(host)}\n${lines.join('\n')}\n`;
}

/** Shown though nobody says anything of it. */
const always = new Set(['port', 'user', 'password', 'identity_file', 'jump', 'host_key_check']);

const defaults: Readonly<Record<string, string>> = {
  port: '22',
  user: 'your own',
  password: 'none: keys and agent, then what the host asks',
  identity_file: 'the agent, then the usual files',
  host_key_check: 'ask',
};

function originText(origin: Origin): string {
  switch (origin.kind) {
    case 'written':
      return origin.from === 'host' ? origin.place : `${origin.place} (${origin.from})`;
    case 'default':
      return 'default';
    case 'ssh':
      return "ssh's configuration";
    default:
      return origin satisfies never;
  }
}
