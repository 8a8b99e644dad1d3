import { UsageError } from '../../domain/failure.ts';
import { quoted } from '../../domain/quoted.ts';
import type { Place } from '../place.ts';
import { runProgram } from '../run-program.ts';
import type { GroupSource } from './source.ts';

/** Commands of a source in groups.conf, as configured. `reverse` answers a question that we do not have. */
export interface Upcalls {
  readonly map: string;
  readonly all?: string;
  readonly list?: string;
}

/** What a group's name may be made of that is put into a command line: nothing a shell acts on. */
const harmless = /^[\p{L}\p{N}_.:%+=/@,-]+$/u;

/** Asks each command once; they run in sh, in the folder of their configuration, as ClusterShell runs them. */
export function upcallSource(
  name: string,
  place: Place,
  upcalls: Upcalls,
  folder: string,
): GroupSource {
  const answers = new Map<string, Promise<string>>();
  const ask = (template: string, words: Readonly<Record<string, string>> = {}): Promise<string> => {
    const command = filledIn(template, { CFGDIR: folder, SOURCE: name, ...words });
    const answer = answers.get(command) ?? printedBy(command, folder);
    answers.set(command, answer);
    return answer;
  };
  return {
    name,
    place,
    async list() {
      if (upcalls.list === undefined) return undefined;
      return (await ask(upcalls.list)).split(/\s+/).filter((word) => word !== '');
    },
    map(group) {
      if (harmless.test(group)) return ask(upcalls.map, { GROUP: group });
      return Promise.reject(
        new UsageError(`group ${quoted(group)} has characters that a shell acts on – rename it`),
      );
    },
    all: () => (upcalls.all === undefined ? Promise.resolve(undefined) : ask(upcalls.all)),
    placeOf: () => place,
  };
}

/** As `string.Template(...).safe_substitute` of Python: what it does not know stays. */
function filledIn(template: string, words: Readonly<Record<string, string>>): string {
  return template.replace(
    /\$(?:\$|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g,
    (whole, bare?: string, braced?: string) =>
      whole === '$$' ? '$' : (words[bare ?? braced ?? ''] ?? whole),
  );
}

async function printedBy(command: string, cwd: string): Promise<string> {
  const printed = await runProgram('/bin/sh', ['-c', command], { cwd });
  if (printed.kind === 'printed') return printed.text.trim();
  const why = printed.kind === 'missing' ? 'there is no /bin/sh' : printed.why;
  throw new UsageError(
    `its command ${quoted(command)} says nothing: ${why} – try it in that folder`,
  );
}
