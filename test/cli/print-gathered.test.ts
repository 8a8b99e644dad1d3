import { describe, expect, it } from 'vitest';
import { exited } from '../support/cli-runs.ts';
import { startPrinting } from '../support/printing.ts';

describe('--gather', () => {
  it('prints equal outputs once, the largest block first', async () => {
    const { printer, out, err, start, say, end } = startPrinting({ print: 'gather' });
    start(['web02', 'db01', 'web01', 'web03']);
    say('web03', 'other\n');
    for (const host of ['web02', 'db01', 'web01']) say(host, 'sa');
    for (const host of ['web01', 'db01', 'web02']) say(host, 'me\n');
    expect(out.text).toBe('');
    end();
    await printer.close();
    expect(out.text).toBe(
      [
        '---------------',
        'db01,web[01-02] (3)',
        '---------------',
        'same',
        '---------------',
        'web03',
        '---------------',
        'other',
        '',
      ].join('\n'),
    );
    expect(err.text).toBe('4 hosts: 4 ok  0.42 s\n');
  });

  it('never puts different ends together', async () => {
    const { printer, out, start, say, end } = startPrinting({ print: 'gather' });
    start(['a1', 'a2', 'a3']);
    for (const host of ['a1', 'a2', 'a3']) say(host, 'x\n');
    end({ a2: exited(1), a3: { kind: 'lost', failure: { kind: 'timeout', message: 'y' } } });
    await printer.close();
    expect(out.text.split('\n').filter((line) => /^a/.test(line))).toEqual([
      'a1',
      'a2 exit 1',
      'a3 timed out',
    ]);
  });

  it('keeps stderr apart, and its bytes exact', async () => {
    const { printer, out, err, start, say, end } = startPrinting({ print: 'gather' });
    start(['a1', 'a2']);
    say('a1', Uint8Array.of(0xff, 0x00, 0x0a));
    say('a2', Uint8Array.of(0xff, 0x00, 0x0a));
    say('a1', 'oh', 'stderr');
    end();
    await printer.close();
    const rule = '---------------\n';
    const bytes = Buffer.from([0xff, 0x00, 0x0a]);
    expect(out.bytes).toEqual(
      Buffer.concat([
        Buffer.from(`${rule}a1\n${rule}`),
        bytes,
        Buffer.from(`${rule}a2\n${rule}`),
        bytes,
      ]),
    );
    expect(err.text).toBe(`${rule}a1 stderr\n${rule}oh\n2 hosts: 2 ok  0.42 s\n`);
  });

  it('prints no block for silence', async () => {
    const { printer, out, start, end } = startPrinting({ print: 'gather' });
    start(['a1', 'a2']);
    end({ a2: exited(1) });
    await printer.close();
    expect(out.text).toBe('');
  });

  it('gathers what came late, before the next run', async () => {
    const { printer, out, start, say, end } = startPrinting({ print: 'gather' });
    start(['a1', 'a2']);
    end();
    printer.late('a1', 'stdout', Buffer.from('bye\n'));
    printer.late('a2', 'stdout', Buffer.from('bye\n'));
    start(['a1', 'a2'], 2);
    say('a1', 'x\n');
    end();
    await printer.close();
    const rule = '---------------\n';
    expect(out.text).toBe(`${rule}a[1-2] (2) late\n${rule}bye\n${rule}a1\n${rule}x\n`);
  });

  it('makes blocks safe for a terminal', async () => {
    const { printer, out, start, say, end } = startPrinting({ print: 'gather', terminal: true });
    start(['a']);
    say('a', 'x\x1b]0;title\x07y\n');
    end();
    await printer.close();
    expect(out.text).toBe(`\x1b[1m---------------\na\n---------------\x1b[0m\nxy\n`);
  });
});
