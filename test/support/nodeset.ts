import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface NodesetAnswer {
  readonly code: number;
  /** Its output without the last newline. */
  readonly text: string;
}

/** Where ClusterShell's `nodeset` is on PATH; absent where it is not installed. */
export function findNodeset(): string | undefined {
  const places = (process.env.PATH ?? '').split(delimiter).map((path) => join(path, 'nodeset'));
  return places.find((place) => interpreterOf(place) !== undefined);
}

/**
 * What `nodeset` answers to each list of arguments. All are asked in one process, the interpreter that the
 * program itself names: starting it takes 60 ms each time. `all` are the nodes of `@*` and of wildcards.
 */
export function askNodeset(
  program: string,
  questions: readonly (readonly string[])[],
  { groups, all }: { groups: Readonly<Record<string, string>>; all: string },
): readonly NodesetAnswer[] {
  const directory = mkdtempSync(join(tmpdir(), 'tutti-nodeset-'));
  try {
    const lines = Object.entries(groups).map(([name, nodes]) => `${name}: ${nodes}\n`);
    writeFileSync(join(directory, 'groups'), lines.join(''));
    writeFileSync(join(directory, 'groups.conf'), configuration(all));
    const answers = execFileSync(interpreterOf(program) ?? program, ['-c', driver], {
      input: JSON.stringify(questions),
      env: { ...process.env, CLUSTERSHELL_CFGDIR: directory },
      maxBuffer: 64 * 1024 * 1024,
      encoding: 'utf8',
    });
    return JSON.parse(answers) as readonly NodesetAnswer[];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function interpreterOf(program: string): string | undefined {
  try {
    return /^#!\s*(\S+python\S*)/.exec(readFileSync(program, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}

/** See groups.conf(5): commands that print a group's nodes, all nodes, and the groups' names. */
function configuration(all: string): string {
  return [
    '[Main]',
    'default: local',
    '[local]',
    "map: sed -n 's/^$GROUP: //p' $CFGDIR/groups | grep .",
    `all: echo "${all}"`,
    "list: sed -n 's/^\\([^:]*\\):.*/\\1/p' $CFGDIR/groups",
    '',
  ].join('\n');
}

const driver = `
import contextlib, io, json, sys
from ClusterShell.CLI.Nodeset import main
answers = []
for arguments in json.load(sys.stdin):
    sys.argv = ['nodeset', *arguments]
    out = io.StringIO()
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    answers.append({'code': code, 'text': out.getvalue().rstrip('\\n')})
json.dump(answers, sys.stdout)
`;
