import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { SudoAnswers } from '../../../src/app/secrets/sudo-answers.ts';
import type { SudoQuestion } from '../../../src/domain/question.ts';
import { plainHost } from '../../support/case-host.ts';

/** Sudos on several hosts, and an operator who is asked. */
class Scene {
  /** What the operator was asked, e.g. `a` or `a again`. */
  readonly asked: string[] = [];
  /** What each sudo got, e.g. `a: secret`. */
  readonly got: string[] = [];
  waiting: readonly string[] = [];
  readonly #open: ((answer: string | null) => void)[] = [];
  readonly answers = new SudoAnswers({
    prompt: (host, { again }, signal) => {
      this.asked.push(again ? `${host.name} again` : host.name);
      return new Promise((resolve) => {
        this.#open.push((answer) => resolve(answer === null ? null : [answer]));
        signal.addEventListener('abort', () => resolve(null));
      });
    },
    waiting: (hosts) => {
      this.waiting = hosts;
    },
  });

  /** A sudo of these hosts asks. Returns what takes the questions back. */
  async sudo(
    hosts: string,
    { again = false, user = 'deploy', since = Number.POSITIVE_INFINITY } = {},
  ): Promise<() => Promise<void>> {
    const line = new AbortController();
    for (const name of hosts) {
      const question: SudoQuestion = {
        kind: 'sudo',
        user,
        prompt: '',
        since,
        ...(again && { again: true }),
      };
      void this.answers
        .answer({ ...plainHost, name }, question, line.signal)
        .then((given) => this.got.push(`${name}: ${given?.[0] ?? 'none'}`));
    }
    await setImmediate();
    return async () => {
      line.abort();
      await setImmediate();
    };
  }

  async types(answer: string | null): Promise<void> {
    this.#open.shift()?.(answer);
    await setImmediate();
  }

  async judged(host: string, accepted: boolean | undefined): Promise<void> {
    const verdict = accepted ? 'accepted' : 'refused';
    this.answers.judged(host, accepted === undefined ? 'undecided' : verdict);
    await setImmediate();
    await setImmediate();
  }
}

test('one password for all, tried on one host first', async () => {
  const scene = new Scene();
  await scene.sudo('abc');
  expect(scene.asked).toEqual(['a']);
  expect(scene.waiting).toEqual(['a', 'b', 'c']);
  await scene.types('right');
  expect(scene.got).toEqual(['a: right']);
  expect(scene.waiting).toEqual(['b', 'c']);
  await scene.judged('a', true);
  expect(scene.got).toEqual(['a: right', 'b: right', 'c: right']);
  expect(scene.waiting).toEqual([]);
});

test('it is known from then on, until it is forgotten', async () => {
  const scene = new Scene();
  await scene.sudo('a');
  await scene.types('right');
  await scene.judged('a', true);
  await scene.sudo('b');
  expect(scene.got).toEqual(['a: right', 'b: right']);
  expect(scene.answers.forget()).toBe(1);
  await scene.sudo('b');
  expect(scene.asked).toEqual(['a', 'b']);
  expect(scene.answers.forget()).toBe(0);
});

test('a wrong one costs one attempt on one host, and the next is tried there', async () => {
  const scene = new Scene();
  await scene.sudo('ab');
  await scene.types('wrong');
  scene.answers.judged('a', 'refused');
  await scene.sudo('a', { again: true });
  expect(scene.asked).toEqual(['a', 'a again']);
  expect(scene.got).toEqual(['a: wrong']);
  await scene.types('right');
  await scene.judged('a', true);
  expect(scene.got).toEqual(['a: wrong', 'a: right', 'b: right']);
});

test('where that host is gone before it could try, another is tried', async () => {
  const scene = new Scene();
  await scene.sudo('ab');
  await scene.types('right');
  await scene.judged('a', undefined);
  // Not again: nobody has refused it.
  expect(scene.asked).toEqual(['a', 'b']);
  await scene.types('right');
  await scene.judged('b', true);
  await scene.sudo('c');
  expect(scene.got).toEqual(['a: right', 'b: right', 'c: right']);
});

test('where that host gives up, another is tried with what is typed next', async () => {
  const scene = new Scene();
  await scene.sudo('ab');
  await scene.types('wrong');
  await scene.judged('a', false);
  expect(scene.asked).toEqual(['a', 'b again']);
  await scene.types('right');
  expect(scene.got).toEqual(['a: wrong', 'b: right']);
});

test('who declines declines for all that was sent before, also where sudo asks only then', async () => {
  const scene = new Scene();
  await scene.sudo('ab');
  await scene.types(null);
  expect(scene.got).toEqual(['a: none', 'b: none']);
  expect(scene.waiting).toEqual([]);
  await scene.sudo('c', { since: Date.now() - 1000 });
  expect(scene.got).toEqual(['a: none', 'b: none', 'c: none']);
  await scene.sudo('a');
  expect(scene.asked).toEqual(['a', 'a']);
});

test('a host that refuses what another has accepted has one of its own', async () => {
  const scene = new Scene();
  await scene.sudo('ab');
  await scene.types('right');
  await scene.judged('a', true);
  await scene.judged('b', false);
  await scene.sudo('b', { again: true });
  expect(scene.asked).toEqual(['a', 'b again']);
  await scene.types('own');
  await scene.judged('b', true);
  await scene.sudo('ab');
  expect(scene.got).toEqual(['a: right', 'b: right', 'b: own', 'a: right', 'b: own']);
  expect(scene.answers.forget()).toBe(2);
});

test('each user has a password', async () => {
  const scene = new Scene();
  await scene.sudo('a');
  await scene.sudo('b', { user: 'postgres' });
  expect(scene.asked).toEqual(['a', 'b']);
});

test('a question that nobody waits for any more is taken back', async () => {
  const scene = new Scene();
  const takeBack = await scene.sudo('ab');
  await takeBack();
  expect(scene.got).toEqual(['a: none', 'b: none']);
  expect(scene.waiting).toEqual([]);
  await scene.sudo('c');
  expect(scene.asked).toEqual(['a', 'c']);
});

test('what was typed for a host that is gone is tried by the next', async () => {
  const scene = new Scene();
  const takeBack = await scene.sudo('a');
  await scene.sudo('b');
  await takeBack();
  await scene.types('right');
  expect(scene.got).toEqual(['a: none', 'b: right']);
  expect(scene.asked).toEqual(['a']);
});
