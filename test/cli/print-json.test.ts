import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/domain/outcome.ts';
import { exited, unreachable } from '../support/cli-runs.ts';
import { startPrinting } from '../support/printing.ts';

describe('--jsonl', () => {
  it('prints one event a line as it happens, as the product page has it', async () => {
    const { printer, out, err, start, say, end } = startPrinting({ print: 'jsonl' });
    start(['web01', 'web02']);
    say('web01', '/tmp\n');
    end({ web02: unreachable('connect ECONNREFUSED 127.0.0.1:22') });
    await printer.close();
    expect(out.text.split('\n')).toEqual([
      '{"v":1,"type":"run","run":1,"target":"@web","command":"pwd","hosts":["web01","web02"]}',
      '{"v":1,"type":"output","run":1,"host":"web01","stream":"stdout","seq":0,"text":"/tmp\\n"}',
      '{"v":1,"type":"outcome","run":1,"host":"web01","kind":"exited","code":0,"ms":12}',
      '{"v":1,"type":"outcome","run":1,"host":"web02","kind":"not-started","reason":"unreachable","message":"connect ECONNREFUSED 127.0.0.1:22"}',
      '{"v":1,"type":"end","run":1,"ms":420,"ok":["web01"],"failed":[],"notReached":["web02"],"lost":[]}',
      '',
    ]);
    expect(err.text).toBe('');
  });

  it.each<[Outcome, object]>([
    [exited(3), { kind: 'exited', code: 3, ms: 12 }],
    [
      { kind: 'signaled', signal: 'KILL' },
      { kind: 'signaled', signal: 'KILL', ms: 12 },
    ],
    [
      { kind: 'interrupted', code: 130 },
      { kind: 'interrupted', code: 130, ms: 12 },
    ],
    [
      { kind: 'interrupted', code: 143, timeout: true },
      { kind: 'interrupted', code: 143, timeout: true, ms: 12 },
    ],
    [
      { kind: 'lost', failure: { kind: 'timeout', message: 'gone' } },
      { kind: 'lost', message: 'gone', ms: 12 },
    ],
    [
      { kind: 'not-started', failure: { kind: 'auth', message: 'no' } },
      { kind: 'not-started', reason: 'auth', message: 'no' },
    ],
  ])('tells the outcome %j', async (outcome, told) => {
    const { printer, out, start, end } = startPrinting({ print: 'jsonl' });
    start(['a']);
    end({ a: outcome });
    await printer.close();
    expect(events(out.text)[1]).toEqual({ v: 1, type: 'outcome', run: 1, host: 'a', ...told });
  });

  it('sorts the hosts of a run by how they ended', async () => {
    const { printer, out, start, end } = startPrinting({ print: 'jsonl' });
    const gone: Outcome = { kind: 'lost', failure: { kind: 'unreachable', message: 'x' } };
    start(['e', 'd', 'c', 'b', 'a']);
    end({ e: exited(1), d: { kind: 'interrupted', code: 130 }, c: gone, b: unreachable('x') });
    await printer.close();
    expect(events(out.text).at(-1)).toMatchObject({
      ok: ['a'],
      failed: ['e', 'd'],
      notReached: ['b'],
      lost: ['c'],
    });
  });

  it('never takes a character that was cut for something else than UTF-8', async () => {
    const text = 'aé€😀z\n';
    const length = Buffer.byteLength(text);
    for (let cut = 0; cut <= length; cut++) {
      const { printer, out, start, say, end } = startPrinting({ print: 'jsonl' });
      start(['a']);
      say('a', Buffer.from(text).subarray(0, cut));
      say('a', Buffer.from(text).subarray(cut));
      end();
      await printer.close();
      const outputs = events(out.text).filter((event) => event.type === 'output');
      expect(outputs.map((event) => event.text).join('')).toBe(text);
      expect(outputs.map((event) => event.seq)).toEqual(outputs.map((_, at) => at));
    }
  });

  it('gives base64 where it is not UTF-8, also for what is cut off at the end', async () => {
    const { printer, out, start, say, end } = startPrinting({ print: 'jsonl' });
    start(['a']);
    say('a', Uint8Array.of(0xff, 0x0a));
    say('a', 'ok\n');
    say('a', Uint8Array.of(0xf0, 0x9f), 'stderr');
    end();
    await printer.close();
    expect(events(out.text).slice(1, 4)).toEqual([
      { v: 1, type: 'output', run: 1, host: 'a', stream: 'stdout', seq: 0, base64: '/wo=' },
      { v: 1, type: 'output', run: 1, host: 'a', stream: 'stdout', seq: 1, text: 'ok\n' },
      { v: 1, type: 'output', run: 1, host: 'a', stream: 'stderr', seq: 0, base64: '8J8=' },
    ]);
  });

  it('tells late output without a run', async () => {
    const { printer, out, start, end } = startPrinting({ print: 'jsonl' });
    start(['a']);
    end();
    printer.late('a', 'stderr', Buffer.from('done €').subarray(0, 6));
    await printer.close();
    expect(out.text.split('\n').slice(3, 5)).toEqual([
      '{"v":1,"type":"late","host":"a","stream":"stderr","text":"done "}',
      '{"v":1,"type":"late","host":"a","stream":"stderr","base64":"4g=="}',
    ]);
  });

  it('shows a terminal nothing that it would act on', async () => {
    const { printer, out, start, say, end } = startPrinting({ print: 'jsonl' });
    start(['a']);
    say('a', '\x1b[2J\x7f\u009b2J\u202e\u2028');
    end();
    await printer.close();
    expect(out.text).toContain('"text":"\\u001b[2J\\u007f\\u009b2J\\u202e\\u2028"');
    expect(events(out.text)[1]?.text).toBe('\x1b[2J\x7f\u009b2J\u202e\u2028');
  });

  it('waits for a slow reader', async () => {
    const { out, start, say, taken } = startPrinting({ print: 'jsonl' });
    out.hold = true;
    start(['a']);
    say('a', 'x'.repeat(100_000));
    await Promise.resolve();
    expect(taken()).toBe(0);
    out.release();
    await expect.poll(taken).toBe(100_000);
  });
});

describe('--json', () => {
  it('prints one document at the end', async () => {
    const { printer, out, err, start, say, end } = startPrinting({ print: 'json' });
    start(['a', 'b']);
    say('a', Buffer.from('é').subarray(0, 1));
    say('a', Buffer.from('é').subarray(1));
    say('a', Uint8Array.of(0xff), 'stderr');
    end({ b: unreachable('no route') });
    expect(out.text).toBe('');
    printer.late('a', 'stdout', Buffer.from('bye'));
    await printer.close();
    expect(out.text.endsWith('\n')).toBe(true);
    expect(JSON.parse(out.text)).toEqual({
      v: 1,
      runs: [
        {
          run: 1,
          target: '@web',
          command: 'pwd',
          hosts: ['a', 'b'],
          outcomes: [
            {
              host: 'a',
              kind: 'exited',
              code: 0,
              ms: 12,
              stdout: { text: 'é' },
              stderr: { base64: '/w==' },
            },
            {
              host: 'b',
              kind: 'not-started',
              reason: 'unreachable',
              message: 'no route',
              stdout: { text: '' },
              stderr: { text: '' },
            },
          ],
          ms: 420,
          ok: ['a'],
          failed: [],
          notReached: ['b'],
          lost: [],
        },
      ],
      late: [{ host: 'a', stream: 'stdout', text: 'bye' }],
    });
    expect(err.text).toBe('');
  });

  it('holds every run of a script', async () => {
    const { printer, out, start, end } = startPrinting({ print: 'json', script: true });
    start(['a'], 1);
    end();
    start(['a'], 2);
    end({ a: exited(2) });
    await printer.close();
    const { runs } = JSON.parse(out.text);
    expect(runs.map((run: { failed: string[] }) => run.failed)).toEqual([[], ['a']]);
  });

  it('is a document also when nothing ran', async () => {
    const { printer, out } = startPrinting({ print: 'json' });
    await printer.close();
    expect(out.text).toBe('{"v":1,"runs":[],"late":[]}\n');
  });
});

const events = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
