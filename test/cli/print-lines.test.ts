import { describe, expect, it } from 'vitest';
import { heldLine } from '../../src/cli/line-mixer.ts';
import { exited, unreachable } from '../support/cli-runs.ts';
import { startPrinting } from '../support/printing.ts';

describe('lines through a pipe', () => {
  it('have their host in front and their bytes as received', async () => {
    const { printer, out, start, say, end } = startPrinting();
    start(['web01', 'web02']);
    say('web01', Buffer.from([0x61, 0xff, 0x00, 0x1b, 0x0d, 0x0a, 0x0a]));
    say('web02', 'é\n');
    end();
    await printer.close();
    expect(out.bytes).toEqual(
      Buffer.concat([
        Buffer.from('web01: '),
        Buffer.from([0x61, 0xff, 0x00, 0x1b, 0x0d, 0x0a]),
        Buffer.from('web01: \nweb02: é\n'),
      ]),
    );
  });

  it('are the same wherever the chunks are cut', async () => {
    const text = 'one\n\ntwo é😀\nlast';
    const length = Buffer.byteLength(text);
    for (let cut = 0; cut <= length; cut++) {
      const { printer, out, start, say, end } = startPrinting();
      start(['a', 'b']);
      say('a', Buffer.from(text).subarray(0, cut));
      say('a', Buffer.from(text).subarray(cut));
      end();
      await printer.close();
      expect(out.text).toBe('a: one\na: \na: two é😀\na: last\n');
    }
  });

  it('of different hosts never mix, however their bytes arrive', async () => {
    const { printer, out, start, say, end } = startPrinting();
    start(['a', 'b']);
    for (const byte of 'xx\ny') {
      say('a', byte);
      say('b', byte);
    }
    end();
    await printer.close();
    expect(out.text.split('\n').sort()).toEqual(['', 'a: xx', 'a: y', 'b: xx', 'b: y']);
  });

  it('of stderr go to our stderr, likewise', async () => {
    const { printer, out, err, start, say, end } = startPrinting();
    start(['a', 'b']);
    say('a', 'out\n');
    say('b', 'oh\nno', 'stderr');
    end();
    await printer.close();
    expect(out.text).toBe('a: out\n');
    expect(err.text).toBe('b: oh\nb: no\n2 hosts: 2 ok  0.42 s\n');
  });

  it('keep a host name as it is, also with a dollar sign', async () => {
    const { printer, out, start, say, end } = startPrinting();
    start(["w$&$'", 'b']);
    say("w$&$'", '1\n2\n');
    end();
    await printer.close();
    expect(out.text).toBe("w$&$': 1\nw$&$': 2\n");
  });

  it('that are longer than is held are passed on exactly, the others wait for the end', async () => {
    const { printer, out, start, say, end, taken } = startPrinting();
    const long = 'x'.repeat(heldLine);
    start(['a', 'b']);
    say('a', long);
    say('a', 'y');
    say('b', 'short\n');
    say('a', 'z');
    await Promise.resolve();
    expect(out.text).toBe(`a: ${long}yz`);
    expect(taken()).toBe(long.length + 2);
    say('a', '\nnext\n');
    await Promise.resolve();
    expect(taken()).toBe(long.length + 2 + 6 + 6);
    end();
    await printer.close();
    expect(out.text).toBe(`a: ${long}yz\na: next\nb: short\n`);
  });

  it('that are long end where their host ends, and the others go on', async () => {
    const { printer, out, start, say, end } = startPrinting();
    const long = 'x'.repeat(heldLine + 1);
    start(['b', 'a']);
    say('a', long);
    say('b', 'short');
    end();
    await printer.close();
    expect(out.text).toBe(`a: ${long}\nb: short\n`);
  });

  it('of a single host are passed on before they end', async () => {
    const { out, start, say } = startPrinting();
    start(['a']);
    say('a', 'Really? ');
    await Promise.resolve();
    expect(out.text).toBe('a: Really? ');
    say('a', 'y\n');
    await Promise.resolve();
    expect(out.text).toBe('a: Really? y\n');
  });

  it('are coloured when it is asked for', async () => {
    const { printer, out, start, say, end } = startPrinting({ color: 'always' });
    start(['a', 'b']);
    say('a', '1\n2\n');
    say('b', '3\n');
    end();
    await printer.close();
    expect(out.text).toBe('\x1b[36ma: \x1b[0m1\n\x1b[36ma: \x1b[0m2\n\x1b[32mb: \x1b[0m3\n');
  });

  it('of a background job are printed with its host, an open one before the next run', async () => {
    const { printer, out, start, say, end } = startPrinting();
    start(['a', 'b']);
    end();
    printer.late('a', 'stdout', Buffer.from('bye\nby'));
    start(['a', 'b'], 2);
    say('a', 'two\n');
    end();
    await printer.close();
    expect(out.text).toBe('a: bye\na: by\na: two\n');
  });
});

describe('--raw', () => {
  it('drops the host and adds nothing', async () => {
    const { printer, out, start, say, end } = startPrinting({ print: 'raw' });
    const bytes = Buffer.from([0, 1, 0xff, 0x0a, 0x0d, 0x0a, 0x42]);
    start(['a']);
    for (const byte of bytes) say('a', Uint8Array.of(byte));
    end();
    await printer.close();
    expect(out.bytes).toEqual(bytes);
  });

  it('lets lines of several hosts through whole', async () => {
    const { printer, out, start, say, end } = startPrinting({ print: 'raw' });
    start(['a', 'b']);
    say('a', '1');
    say('b', '2\n');
    say('a', '1\n');
    end();
    await printer.close();
    expect(out.text).toBe('2\n11\n');
  });
});

describe('lines on a terminal', () => {
  it('are made safe, coloured by host, and stderr bears a mark', async () => {
    const { printer, out, err, start, say, end } = startPrinting({ terminal: true });
    start(['a', 'b']);
    say('a', 'x\x1b]0;ti');
    say('a', 'tle\x07y\n');
    say('b', '10 %\r100 %\r\n');
    say('b', '\x1b[2Jopen');
    say('b', 'no\n', 'stderr');
    end();
    await printer.close();
    expect(out.text).toBe(
      '\x1b[36ma: \x1b[0mxy\n\x1b[32mb: \x1b[0m100 %\n\x1b[32mb: \x1b[0mopen\n',
    );
    expect(err.text).toBe('\x1b[32mb: \x1b[0m\x1b[31m! \x1b[0mno\n2 hosts: 2 ok  0.42 s\n');
  });

  it('stay without colour when it is not wanted', async () => {
    const { printer, out, err, start, say, end } = startPrinting({
      terminal: true,
      color: 'never',
    });
    start(['a', 'b']);
    say('a', 'x\n');
    say('b', 'no\n', 'stderr');
    end();
    await printer.close();
    expect(out.text).toBe('a: x\n');
    expect(err.text).toBe('b: ! no\n2 hosts: 2 ok  0.42 s\n');
  });
});

describe('totals and failures', () => {
  it('name who failed and who was not reached, on stderr', async () => {
    const { printer, out, err, start, end } = startPrinting();
    start(['web01', 'web02', 'web03', 'web04', 'db1', 'db2']);
    end({
      web02: exited(1),
      web03: exited(1),
      web04: { kind: 'signaled', signal: 'KILL' },
      db1: unreachable('connect ECONNREFUSED 127.0.0.1:22'),
      db2: { kind: 'lost', failure: { kind: 'timeout', message: 'no answer for 15 s' } },
    });
    await printer.close();
    expect(out.text).toBe('');
    expect(err.text).toBe(
      [
        'tutti: db1: not reached: connect ECONNREFUSED 127.0.0.1:22',
        'tutti: db2: lost, it may have run: no answer for 15 s',
        '6 hosts: 1 ok, 3 failed (web[02-03]: exit 1; web04: SIGKILL), 1 lost (db2: timed out), 1 not reached (db1: unreachable)  0.42 s',
        '',
      ].join('\n'),
    );
  });

  it('of a script are told where something went wrong, and once at the end', async () => {
    const { printer, err, start, end } = startPrinting({ script: true });
    const down = unreachable('no route');
    start(['a', 'b'], 1);
    end();
    start(['a', 'b'], 2);
    end({ a: exited(2), b: down });
    start(['a', 'b'], 3);
    end({ b: down });
    await printer.close();
    expect(err.text).toBe(
      [
        'tutti: b: not reached: no route',
        'line 2: 2 hosts: 1 failed (a: exit 2), 1 not reached (b: unreachable)  0.42 s',
        'line 3: 2 hosts: 1 ok, 1 not reached (b: unreachable)  0.42 s',
        '3 lines: 1 ok, 2 not  2.42 s',
        '',
      ].join('\n'),
    );
  });

  it('tell notices of a host', async () => {
    const { printer, err } = startPrinting();
    printer.notice('a', 'shell ended: \x1b[2J');
    await printer.close();
    expect(err.text).toBe('tutti: a: shell ended: ^[[2J\n');
  });
});

describe('a reader', () => {
  it('that is slow is waited for: nothing more is taken until it has room', async () => {
    const { printer, out, start, say, end, taken } = startPrinting();
    out.hold = true;
    start(['a', 'b']);
    const chunk = `${'x'.repeat(1023)}\n`.repeat(64);
    say('a', chunk);
    say('b', chunk);
    await Promise.resolve();
    expect(taken()).toBe(0);
    out.release();
    await expect.poll(taken).toBe(2 * chunk.length);
    end();
    await printer.close();
    expect(out.bytes.length).toBe(2 * chunk.length + 128 * 'a: '.length);
  });

  it('that went away is told once, and what comes then is taken and dropped', async () => {
    const { printer, out, start, say, end, taken, broken } = startPrinting();
    start(['a', 'b']);
    out.hold = true;
    say('a', 'x\n'.repeat(100_000));
    out.destroy(new Error('write EPIPE'));
    await expect.poll(broken).toEqual(['write EPIPE']);
    say('b', 'more\n'.repeat(100_000));
    await expect.poll(taken).toBe(700_000);
    end();
    await printer.close();
    expect(broken()).toEqual(['write EPIPE']);
  });
});
