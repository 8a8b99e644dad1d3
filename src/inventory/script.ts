import path from 'node:path';
import type { AnsibleData } from './ansible/data.ts';
import { ansibleDraft } from './ansible/draft.ts';
import { addVars, readAnsibleJson, readHostJson } from './ansible/json.ts';
import { eachAtOnce } from './each-at-once.ts';
import type { Format } from './formats.ts';
import { runProgram } from './run-program.ts';
import { type SourceFile, wrongFile } from './source-file.ts';
import { checkTrusted } from './trusted.ts';
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
  if (!source.program) {
    const run = `run: chmod 700 ${source.path}`;
    throw wrongFile(source.path, `this is a program that may not be executed – ${run}`);
  }
  checkTrusted(source.path, source.stats, 'program');
  const program = path.resolve(source.path);
  const { data, complete } = readAnsibleJson(
    await printed(program, ['--list'], source),
    source.path,
  );
  if (!complete) await askForEach(program, data, source);
  return ansibleDraft(data, source.path).written();
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
