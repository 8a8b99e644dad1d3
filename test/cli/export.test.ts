import { describe, expect, it } from 'vitest';
import { exportCsv } from '../../src/cli/export-csv.ts';
import { exportHtml } from '../../src/cli/export-html.ts';
import { exportJson } from '../../src/cli/export-json.ts';
import { exportTxt } from '../../src/cli/export-txt.ts';
import { exportedRun, parseCsv, textOf } from '../support/exported.ts';
import { exited, lost, notStarted, runOf } from '../support/run-of.ts';

const utf8 = (text: string): string => Buffer.from(text).toString('latin1');
const attack = '<script>alert(1)</script><img src=x onerror="x">&amp;';
const run = runOf(
  {
    web01: { outcome: exited(0), ms: 12.4 },
    web02: { outcome: exited(3), ms: 40 },
    web03: { outcome: notStarted('connect ECONNREFUSED') },
    web04: { outcome: lost, ms: 9 },
    web05: {},
    web06: { outcome: exited(0), ms: 1 },
  },
  { number: 7, target: 'web', command: `printf "a,b"\n${attack}`, endedAt: 1500 },
);
const umlaut = utf8('grüße\n');
const exported = exportedRun(
  run,
  {
    // A character is cut in two, and so is a colour.
    web01: [
      ['stdout', umlaut.slice(0, 3)],
      ['stderr', `=cmd|'/c calc'!A1\n`],
      ['stdout', umlaut.slice(3)],
      ['stdout', '\x1b[3'],
      ['stdout', `1mred "quoted", ${attack}\x1b[0m\r\nno end`],
    ],
    web02: [
      ['stdout', 'a\0\xff\x1b]0;title\x07b'],
      ['stdout', '\n'],
    ],
  },
  ['web06'],
);

describe('an export to JSON', () => {
  it('is the document of --json, exact to the byte, with who and when', async () => {
    const document = JSON.parse(await textOf(exportJson(exported)));
    expect(Object.keys(document)).toEqual(['v', 'runs', 'late']);
    expect(document.v).toBe(1);
    expect(document.runs).toHaveLength(1);
    expect(document.runs[0]).toMatchObject({
      run: 7,
      target: 'web',
      command: run.command,
      user: 'ada',
      startedAt: '1970-01-01T00:00:01.000Z',
      endedAt: '1970-01-01T00:00:01.500Z',
      ms: 500,
      ok: ['web01', 'web06'],
      failed: ['web02'],
      notReached: ['web03'],
      lost: ['web04'],
    });
    const none = { text: '' };
    expect(document.runs[0].outcomes).toEqual([
      {
        host: 'web01',
        kind: 'exited',
        code: 0,
        ms: 12,
        stdout: { text: `grüße\n\x1b[31mred "quoted", ${attack}\x1b[0m\r\nno end` },
        stderr: { text: "=cmd|'/c calc'!A1\n" },
      },
      {
        host: 'web02',
        kind: 'exited',
        code: 3,
        ms: 40,
        stdout: { base64: Buffer.from('a\0\xff\x1b]0;title\x07b\n', 'latin1').toString('base64') },
        stderr: none,
      },
      {
        host: 'web03',
        kind: 'not-started',
        reason: 'unreachable',
        message: 'connect ECONNREFUSED',
        stdout: none,
        stderr: none,
      },
      {
        host: 'web04',
        kind: 'lost',
        message: 'connection reset',
        ms: 9,
        stdout: none,
        stderr: none,
      },
      { host: 'web05', kind: 'running', stdout: none, stderr: none },
      { host: 'web06', kind: 'exited', code: 0, ms: 1, unrecorded: true },
    ]);
  });

  it('keeps bytes that are no text in pieces of any length', async () => {
    const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * 7) % 256));
    const pieces = [1, 2, 4, 5, 100, 888].map((size, i, all) => {
      const from = all.slice(0, i).reduce((sum, each) => sum + each, 0);
      return ['stdout', bytes.toString('latin1', from, from + size)] as const;
    });
    const one = runOf({ h: { outcome: exited(0), ms: 1 } });
    const { runs } = JSON.parse(await textOf(exportJson(exportedRun(one, { h: pieces }))));
    expect(Buffer.from(runs[0].outcomes[0].stdout.base64, 'base64')).toEqual(bytes);
  });
});

describe('an export to CSV', () => {
  it('has a row for each host and nothing a spreadsheet would calculate', async () => {
    const text = await textOf(exportCsv(exported));
    const [head, ...rows] = parseCsv(text);
    expect(rows).toHaveLength(6);
    expect(rows.every((row) => row.length === head?.length)).toBe(true);
    const [first, second] = rows.map((row) =>
      Object.fromEntries(row.map((field, i) => [head?.[i], field])),
    );
    expect(first).toEqual({
      run: '7',
      started: '1970-01-01T00:00:01.000Z',
      user: 'ada',
      target: 'web',
      command: run.command,
      host: 'web01',
      outcome: 'exited',
      code: '0',
      signal: '',
      reason: '',
      message: '',
      ms: '12',
      stdout: `grüße\nred "quoted", ${attack}\nno end`,
      stderr: "'=cmd|'/c calc'!A1",
    });
    expect(second).toMatchObject({ code: '3', stdout: expect.not.stringMatching(/[\0\x1b\x07]/) });
    expect(rows[2]).toContain('connect ECONNREFUSED');
  });
});

describe('an export to HTML', () => {
  it('holds no markup but its own, no script and no address', async () => {
    const text = await textOf(exportHtml(exported));
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).toContain('<b>web02</b> exit 3, 0.04 s');
    expect(text).toContain('grüße\n');
    expect(text).not.toMatch(/<script|onerror="|<img|https?:|href|\bsrc="|\x1b|\0/);
    const tags = new Set([...text.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag));
    expect([...tags].sort()).toEqual(
      'b body details em h1 head html i meta p pre style summary title'.split(' '),
    );
    for (const tag of ['details', 'pre', 'summary', 'em', 'b', 'i', 'h1', 'p']) {
      const open = text.match(new RegExp(`<${tag}[ >]`, 'g'))?.length;
      expect([tag, text.match(new RegExp(`</${tag}>`, 'g'))?.length]).toEqual([tag, open]);
    }
  });
});

describe('an export to text', () => {
  it('can be read, and shown on any terminal', async () => {
    const text = await textOf(exportTxt(exported));
    expect(text).toContain('run 7 of 1970-01-01');
    expect(text).toContain('6 hosts'.replace('6', '5'));
    expect(text).toContain('== web01: exit 0, 0.01 s\n');
    expect(text).toContain("! =cmd|'/c calc'!A1\n");
    expect(text).toContain('== web03: not reached: connect ECONNREFUSED\n');
    expect(text).toContain('== web05: still running\n');
    expect(text).toContain('its output is not kept (record: false)\n');
    expect(text).not.toMatch(/[\0-\x09\x0b-\x1f\x7f]/);
  });
});
