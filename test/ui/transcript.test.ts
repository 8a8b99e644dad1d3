import { describe, expect, test } from 'vitest';
import { createTranscripts, type Transcript } from '../../src/ui/transcript.ts';
import { exited, linesOfAll, tell } from '../support/screen-state.ts';

describe('the rows of a host', () => {
  const first = tell(1, 'uptime', { web01: { lines: ['up 3 days'], outcome: exited(0) } });
  const second = tell(2, 'ls', { web01: { lines: ['a', 'b'] } });

  test('are a header, its lines and an end for each run', () => {
    const transcript = of([first, second]);
    expect(kinds(transcript)).toEqual(['header', 'line', 'end', 'header', 'line', 'line']);
    expect(transcript.row(3)).toMatchObject({ kind: 'header', run: { command: 'ls' } });
    expect(transcript.row(5)).toMatchObject({ kind: 'line', line: 1 });
    expect(transcript.row(6)).toBeUndefined();
  });

  test('keep their numbers while lines and runs are added', () => {
    const later = [
      first,
      tell(2, 'ls', { web01: { lines: ['a', 'b', 'c'], outcome: exited(0) } }),
      tell(3, 'id', { web01: {} }),
    ];
    const transcripts = createTranscripts(linesOfAll(later));
    const before = rowsOf(transcripts([first.run, second.run], 'web01'));
    const after = rowsOf(
      transcripts(
        later.map(({ run }) => run),
        'web01',
      ),
    );
    expect(after.slice(0, 3)).toEqual(before.slice(0, 3));
    expect(after.map((row) => row?.kind)).toEqual([
      'header',
      'line',
      'end',
      'header',
      'line',
      'line',
      'line',
      'end',
      'header',
    ]);
  });

  test('of a host that was let go hold back what came after until it has ended', () => {
    const busy = {
      kind: 'not-started',
      failure: { kind: 'busy', message: 'run 1 goes on' },
    } as const;
    const going = tell(1, 'sleep 99', { web01: { lines: ['one'] } });
    const refused = tell(2, 'id', { web01: { outcome: busy } });
    expect(kinds(of([going, refused]))).toEqual(['header', 'line']);
    const ended = tell(1, 'sleep 99', { web01: { lines: ['one', 'two'], outcome: exited(0) } });
    expect(kinds(of([ended, refused]))).toEqual(['header', 'line', 'line', 'end', 'header', 'end']);
  });

  test('are none where the host took no part', () => {
    const transcripts = createTranscripts(linesOfAll([first]));
    expect(transcripts([first.run], 'db01').length).toBe(0);
  });
});

function of(told: readonly ReturnType<typeof tell>[]): Transcript {
  return createTranscripts(linesOfAll(told))(
    told.map(({ run }) => run),
    'web01',
  );
}

const rowsOf = (transcript: Transcript) =>
  Array.from({ length: transcript.length }, (_, i) => transcript.row(i));
const kinds = (transcript: Transcript) => rowsOf(transcript).map((row) => row?.kind);

describe('what is said aside', () => {
  const first = tell(1, 'uptime', { web01: { lines: ['up'], outcome: exited(0) } });
  const second = tell(2, 'ls', { web01: { lines: ['a'] } });
  const ended = tell(2, 'ls', { web01: { lines: ['a'], outcome: exited(0) } });
  const aside = (text: string, after: number) => ({ kind: 'late', text, after }) as const;

  test('stands behind the run that was the newest, and moves no row', () => {
    const transcripts = createTranscripts(linesOfAll([first, ended]));
    const said = [aside('zero', 0), aside('one', 1), aside('one more', 1)];
    const before = rowsOf(transcripts([first.run], 'web01', said));
    expect(before.map((row) => row?.kind)).toEqual([
      ...['aside', 'header', 'line', 'end'],
      ...['aside', 'aside'],
    ]);
    const all = [...said, aside('two', 2)];
    const going = rowsOf(transcripts([first.run, second.run], 'web01', all));
    expect(going.slice(0, 6)).toEqual(before);
    expect(going.slice(6).map((row) => row?.kind)).toEqual(['header', 'line']);
    const after = rowsOf(transcripts([first.run, ended.run], 'web01', all));
    expect(after.slice(0, 6)).toEqual(before);
    expect(after.slice(6).map((row) => row?.kind)).toEqual(['header', 'line', 'end', 'aside']);
  });

  test('is shown where nothing has run', () => {
    const transcript = createTranscripts(linesOfAll([]))([], 'web01', [aside('hello', 0)]);
    expect(transcript.row(0)).toMatchObject({ aside: { text: 'hello' } });
    expect(transcript.last).toBeUndefined();
  });
});
