import { describe, expect, it } from 'vitest';
import { wordsOfEvent, wordsOfRequest } from '../../src/cluster/debug-words.ts';
import type { Event, Request } from '../../src/cluster/protocol.ts';
import type { ShellFacts } from '../../src/domain/host.ts';
import { noOutput } from '../../src/domain/run.ts';

const secret = 's3cret';
const id = '0123456789abcdef';
const failure = { kind: 'unreachable', message: 'no route' } as const;
const shell: ShellFacts = {
  kind: 'bash',
  ...{ version: '5.2', pid: 7, pgid: 7, startTime: 1, uid: 0 },
  ...{ home: `/${secret}`, cwd: `/${secret}` },
};

describe('a message to a worker', () => {
  it.each<[Request, string]>([
    [{ type: 'connect', hosts: ['a'] }, 'asked for: connect now'],
    [{ type: 'release', hosts: ['a'] }, 'asked for: let go'],
    [
      {
        type: 'start',
        id,
        hosts: ['a'],
        operation: { kind: 'run', want: 'bytes', command: secret },
      },
      'run 01234567: run begins',
    ],
    [{ type: 'cancel', id, hosts: ['a'] }, 'run 01234567: interrupt'],
    [{ type: 'answer', ask: 3, answers: [secret] }, 'question 3: answered'],
    [{ type: 'answer', ask: 3, answers: null }, 'question 3: declined'],
    [{ type: 'answer', ask: 3, answers: null, why: 'pass: exit 1' }, 'question 3: pass: exit 1'],
  ])('%j is in the debug log as: %s', (request, text) => {
    expect(wordsOfRequest(request)?.text).toBe(text);
  });

  it('that holds what is typed, or is of no matter, is not', () => {
    const bytes = Buffer.from(secret);
    expect(wordsOfRequest({ type: 'input', id, hosts: ['a'], bytes })).toBeUndefined();
    expect(
      wordsOfRequest({ type: 'recall', host: 'a', remembered: { cwd: secret } }),
    ).toBeUndefined();
    expect(wordsOfRequest({ type: 'ack', batch: 1 })).toBeUndefined();
  });
});

describe('a message of a worker', () => {
  const state = (state: Extract<Event, { type: 'state' }>['state']): Event => ({
    type: 'state',
    host: 'a',
    state,
  });
  const ending = (outcome: Extract<Event, { type: 'ending' }>['outcome']): Event => ({
    ...{ type: 'ending', id, host: 'a', ms: 12.4, output: noOutput },
    outcome,
  });

  it.each<[Event, string | RegExp]>([
    [state({ kind: 'ready', shell }), 'state: ready, bash, 5.2, pid 7'],
    [state({ kind: 'suspect', since: 1 }), 'state: suspect: no byte for a while'],
    [state({ kind: 'failed', failure }), /^state: failed, not .*: unreachable: no route$/],
    [
      state({ kind: 'retrying', at: Date.now() + 60_000, failure }),
      /^state: tried again in (?:59\.\d|60\.0) s: unreachable: no route$/,
    ],
    [state({ kind: 'off' }), 'state: off'],
    [ending({ kind: 'exited', code: 3 }), 'run 01234567: exited 3, 12 ms'],
    [ending({ kind: 'signaled', signal: 'KILL' }), 'run 01234567: killed by KILL, 12 ms'],
    [ending({ kind: 'lost', failure }), 'run 01234567: lost: unreachable: no route, 12 ms'],
    [
      ending({ kind: 'interrupted', code: 130, timeout: true }),
      'run 01234567: interrupted by its time limit, 12 ms',
    ],
    [
      { type: 'ask', ask: 1, host: 'a', question: { kind: 'password', user: 'me', again: true } },
      'question 1: the password of me, again',
    ],
    [
      { type: 'judged', host: 'a', of: 'sudo', verdict: 'refused' },
      'the sudo that was sent: refused',
    ],
  ])('%j is in the debug log', (event, text) => {
    const told = wordsOfEvent(event);
    expect(told?.hosts).toEqual(['a']);
    if (typeof text === 'string') expect(told?.text).toBe(text);
    else expect(told?.text).toMatch(text);
    expect(told?.text).not.toContain(secret);
  });

  it('with what is printed, kept or listed there is not', () => {
    const bytes = Buffer.from(secret);
    for (const event of [
      { type: 'output', id, host: 'a', stream: 'stdout', seq: 0, bytes },
      { type: 'late', host: 'a', stream: 'stdout', bytes },
      { type: 'remember', host: 'a', news: { cwd: secret } },
      { type: 'listed', list: 1, host: 'a', names: secret },
      { type: 'digest', id, host: 'a', output: noOutput, from: 0, lines: [{ text: secret }] },
    ] as unknown as Event[]) {
      expect(wordsOfEvent(event)).toBeUndefined();
    }
  });
});
