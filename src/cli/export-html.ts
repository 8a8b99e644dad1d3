import { verdict } from '../domain/outcome.ts';
import { safeText } from '../domain/output.ts';
import { hostWords, runHead, totals } from './export-txt.ts';
import { type ExportedRun, exportedLines } from './exported-run.ts';

/**
 * One file that needs no other: no script, no link, and a policy that forbids both (Content-Security-Policy in a `meta`).
 * All that comes from elsewhere is escaped.
 */
export async function* exportHtml(exported: ExportedRun): AsyncGenerator<string> {
  const { run, user, unrecorded, incomplete } = exported;
  yield head(`run ${run.number} · ${safeText(run.command.split('\n', 1)[0] ?? '')}`);
  yield `<h1><pre>${escaped(runHead(run, user))}</pre></h1>\n<p>${escaped(totals(run))}</p>\n`;
  for (const host of run.hosts) {
    const outcome = run.hostRuns.get(host)?.outcome;
    const kind = outcome ? verdict(outcome) : 'running';
    const words = `<b>${escaped(safeText(host))}</b> ${escaped(hostWords(run, host))}`;
    yield `<details open class="${kind}"><summary>${words}</summary><pre>`;
    if (unrecorded.has(host)) yield '<i>its output is not kept (record: false)</i>\n';
    if (incomplete.has(host)) yield '<i>not all of its output was kept</i>\n';
    for await (const { text, error } of exportedLines(exported, host)) {
      yield error ? `<em>${escaped(text)}</em>\n` : `${escaped(text)}\n`;
    }
    yield '</pre></details>\n';
  }
  yield '</body>\n</html>\n';
}

const head = (title: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>
body { font: 15px/1.4 system-ui, sans-serif; margin: 2em auto; max-width: 110em; padding: 0 1em; }
h1 pre { font-size: 16px; }
pre { margin: 0.3em 0 1em; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
details { border-left: 4px solid #8a8a8a; padding-left: 0.8em; margin: 0.6em 0; }
summary { cursor: pointer; }
.ok { border-color: #3a9a3a; }
.failed, .lost, .not-reached { border-color: #c03030; }
.failed b, .lost b, .not-reached b { color: #c03030; }
em { color: #b05a00; font-style: normal; }
</style>
</head>
<body>
`;

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
