import { statSync } from 'node:fs';
import path from 'node:path';
import type { AnsibleData } from './ansible-data.ts';
import { ansibleDraft } from './ansible-draft.ts';
import { addVars, readAnsibleJson, readHostJson } from './ansible-json.ts';
import { eachAtOnce } from './each-at-once.ts';
import type { Format } from './formats.ts';
import { runProgram } from './run-program.ts';
import { type SourceFile, wrongFile } from './source-file.ts';
import type { Written } from './written.ts';

/** A program that prints hosts and groups as Ansible's inventory scripts do. */
export const script: Format = {
  name: 'script',
  summary: 'a program that prints JSON for --list, as those of Ansible',
  matches: ({ program, text, path: file }) =>
    program || (text.startsWith('#!') && !/\.(ya?ml|json|ini|cfg|txt)$/i.test(file)),
  read: readScript,
};

const atOnce = 8;
/** ms, for all of them */
const longest = 60_000;

async function readScript(source: SourceFile): Promise<Written> {
  checkTrust(source);
  const program = path.resolve(source.path);
  const { data, complete } = readAnsibleJson(
    await printed(program, ['--list'], source),
    source.path,
  );
  if (!complete) await askForEach(program, data, source);
  return ansibleDraft(data, source.path).written();
}

/** Whoever can write to a program that we run can do what we can. */
function checkTrust({ path: file, program, stats }: SourceFile): void {
  if (!program)
    throw wrongFile(file, `this is a program that may not be executed – run: chmod 700 ${file}`);
  const own = process.getuid?.();
  if (own === undefined) return;
  if (stats.uid !== own && stats.uid !== 0)
    throw wrongFile(
      file,
      `the program belongs to somebody else – make it yours: chown ${own} ${file}`,
    );
  if ((stats.mode & 0o022) !== 0)
    throw wrongFile(file, `others can write to this program – run: chmod go-w ${file}`);
  const folder = path.dirname(path.resolve(file));
  const { mode, uid } = statSync(folder);
  const sticky = (mode & 0o1000) !== 0;
  if ((uid !== own && uid !== 0) || ((mode & 0o022) !== 0 && !sticky))
    throw wrongFile(
      file,
      `others can put another program into its folder – run: chmod go-w ${folder}`,
    );
}

/** Programs without `_meta` are asked for one host after the other. */
async function askForEach(program: string, data: AnsibleData, source: SourceFile): Promise<void> {
  const end = Date.now() + longest;
  await eachAtOnce(atOnce, [...data.hosts.keys()], async (name) => {
    if (Date.now() > end)
      throw wrongFile(
        source.path,
        'asking it for each host took more than 60 s – let --list print _meta too',
      );
    const text = await printed(program, ['--host', name], source);
    addVars(data, name, readHostJson(text, source.path), { line: 1, column: 1 });
  });
}

async function printed(
  program: string,
  args: readonly string[],
  { path: file }: SourceFile,
): Promise<string> {
  const answer = await runProgram(program, args, { cwd: path.dirname(program) });
  if (answer.kind === 'printed') return answer.text;
  const why = answer.kind === 'missing' ? 'its interpreter is not there' : answer.why;
  throw wrongFile(file, `it does not list its hosts: ${why} – try: ${file} ${args.join(' ')}`);
}
