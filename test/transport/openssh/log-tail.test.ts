import { appendFileSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LogTail, withoutWords } from '../../../src/transport/openssh/log-tail.ts';

function tail() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tutti-tail-'));
  const file = path.join(folder, 'log');
  const said: string[] = [];
  const reading = new LogTail(file, (event) => said.push(event));
  onTestFinished(() => {
    reading.end();
    rmSync(folder, { recursive: true });
  });
  return { file, said, reading };
}

describe('what ssh adds to its log', () => {
  it('is told line by line, also when it comes in pieces and when the log is emptied between', () => {
    const { file, said, reading } = tail();
    reading.read();
    appendFileSync(file, 'debug1: one\r\ndebug1: tw');
    reading.read();
    expect(said).toEqual(['ssh: debug1: one']);
    appendFileSync(file, 'o é\n');
    reading.read();
    truncateSync(file);
    reading.emptied();
    appendFileSync(file, 'debug1: three\n');
    reading.read();
    expect(said).toEqual(['ssh: debug1: one', 'ssh: debug1: two é', 'ssh: debug1: three']);
  });

  it('of any length is told whole', () => {
    const { file, said, reading } = tail();
    const lines = Array.from({ length: 5000 }, (_, at) => `debug1: line ${at} é`);
    appendFileSync(file, `${lines.join('\n')}\n`);
    reading.read();
    expect(said).toEqual(lines.map((line) => `ssh: ${line}`));
  });

  it.each([
    [
      'debug1: Executing proxy command: exec nc -P s3cret 10.0.0.1 22',
      'debug1: Executing proxy command: exec nc …',
    ],
    ['debug1: Sending command: export TOKEN=s3cret', ''],
    ['debug1: channel 0: setting env TOKEN = "s3cret"', ''],
    ['debug1: Setting env TOKEN=s3cret', ''],
    [
      'debug1: Offering public key: /home/me/.ssh/id ED25519',
      'debug1: Offering public key: /home/me/.ssh/id ED25519',
    ],
    ['Permission denied (publickey).', 'Permission denied (publickey).'],
  ])('%s is told without what it must not', (line, told) => {
    expect(withoutWords(line)).toBe(told);
  });
});
