import { describe, expect, test } from 'vitest';
import {
  SharedPassword,
  type SharedPasswordOptions,
} from '../../../src/app/secrets/shared-password.ts';
import type { Host } from '../../../src/domain/host.ts';
import { NotAnswered, type Verdict } from '../../../src/domain/question.ts';
import { Secret } from '../../../src/domain/secret.ts';

describe('a password of the inventory', () => {
  test('is tried on one host, then given to the others', async () => {
    const scene = new Scene(found('s'));
    scene.want('a', 'b', 'c');
    expect(await scene.got()).toEqual({ a: 's' });
    await scene.judge('a', 'accepted');
    expect(await scene.got()).toEqual({ a: 's', b: 's', c: 's' });
    scene.want('d');
    expect(await scene.got()).toMatchObject({ d: 's' });
  });

  test('that three hosts refuse in a row is given to no other, with a way on', async () => {
    const scene = new Scene(found('s'));
    scene.want('a', 'b', 'c', 'd', 'e');
    for (const host of ['a', 'b', 'c']) {
      expect(await scene.got()).toMatchObject({ [host]: 's' });
      await scene.judge(host, 'refused');
    }
    const told =
      'not tried: the password of deploy was refused by a, b, c – check user: and password:, then reconnect';
    scene.want('f');
    expect(await scene.got()).toEqual({ a: 's', b: 's', c: 's', d: told, e: told, f: told });
    scene.password.forgetRefusals();
    scene.want('g');
    expect(await scene.got()).toMatchObject({ g: 's' });
  });

  test('that one host refuses and the next accepts goes to the rest', async () => {
    const scene = new Scene(found('s'));
    scene.want('a', 'b', 'c');
    await scene.judge('a', 'refused');
    expect(await scene.got()).toEqual({ a: 's', b: 's' });
    await scene.judge('b', 'accepted');
    expect(await scene.got()).toEqual({ a: 's', b: 's', c: 's' });
  });

  test('goes on with the next host where the connection was lost over it', async () => {
    const scene = new Scene(found('s'));
    scene.want('a', 'b');
    await scene.judge('a', 'undecided');
    expect(await scene.got()).toEqual({ a: 's', b: 's' });
  });

  test('goes on with the next host where nothing is ever heard of the first', async () => {
    const scene = new Scene({ ...found('s'), trialTime: 20 });
    scene.want('a', 'b');
    await expect.poll(() => scene.got()).toEqual({ a: 's', b: 's' });
  });

  test('is closed by refusals after it was accepted, counted in a row', async () => {
    const scene = new Scene(found('s'));
    scene.want('a', 'b', 'c', 'd', 'e');
    await scene.judge('a', 'accepted');
    for (const [host, verdict] of [
      ['b', 'refused'],
      ['c', 'accepted'],
      ['d', 'refused'],
    ] as const) {
      await scene.judge(host, verdict);
    }
    scene.want('f', 'g');
    await scene.judge('f', 'refused');
    await scene.judge('g', 'refused');
    scene.want('h');
    expect((await scene.got()).h).toMatch(/refused by d, f, g –/);
  });

  test('is not tried twice on one host that several workers want it for', async () => {
    const scene = new Scene(found('s'));
    scene.want('jump', 'jump', 'b');
    await scene.judge('jump', 'refused');
    const { jump, b } = await scene.got();
    expect(jump).toMatch(/^not tried: the password of deploy was refused by jump –/);
    expect(b).toBe('s');
  });

  test('that cannot be found is told to all, and looked for once', async () => {
    let looked = 0;
    const scene = new Scene({
      async find() {
        looked += 1;
        throw new NotAnswered('no such file – make it');
      },
    });
    scene.want('a', 'b');
    await scene.got();
    scene.want('c');
    const why = 'no such file – make it';
    expect(await scene.got()).toEqual({ a: why, b: why, c: why });
    expect(looked).toBe(1);
    scene.password.forgetRefusals();
    scene.want('d');
    await scene.got();
    expect(looked).toBe(2);
  });

  test('is found anew at a reconnect after one host has refused it, which others had accepted', async () => {
    const values = ['old', 'new'];
    const scene = new Scene({ find: async () => new Secret(values.shift() ?? '') });
    scene.want('a');
    await scene.judge('a', 'accepted');
    scene.password.forgetRefusals();
    scene.want('a');
    expect(await scene.got()).toEqual({ a: 'old' });
    await scene.judge('a', 'refused');
    scene.password.forgetRefusals();
    scene.want('a');
    expect(await scene.got()).toEqual({ a: 'new' });
  });

  test('takes no notice of a host that has not got it', async () => {
    const scene = new Scene(found('s'));
    scene.want('a', 'b');
    await scene.judge('b', 'accepted');
    await scene.judge('b', 'refused');
    expect(await scene.got()).toEqual({ a: 's' });
  });
});

describe('a password that somebody types', () => {
  test('is asked for once for all hosts', async () => {
    const scene = new Scene({}, ['s']);
    scene.want('a', 'b', 'c');
    await scene.judge('a', 'accepted');
    expect(await scene.got()).toEqual({ a: 's', b: 's', c: 's' });
    expect(scene.asked).toEqual([{ host: 'a', again: undefined }]);
  });

  test('is asked for again when it was wrong, and tried by the host that refused it', async () => {
    const scene = new Scene({}, ['wrong', 's']);
    scene.want('a', 'b');
    await scene.got();
    scene.password.judged('a', 'refused');
    scene.wantAgain('a');
    expect(await scene.got()).toEqual({ a: 's' });
    await scene.judge('a', 'accepted');
    expect(await scene.got()).toEqual({ a: 's', b: 's' });
    expect(scene.asked).toEqual([
      { host: 'a', again: undefined },
      { host: 'a', again: true },
    ]);
  });

  test('reaches one host only when it is wrong three times', async () => {
    const scene = new Scene({}, ['x', 'y', 'z', 's']);
    scene.want('a', 'b');
    await scene.got();
    for (let i = 0; i < 2; i++) {
      scene.password.judged('a', 'refused');
      scene.wantAgain('a');
      await scene.got();
    }
    await scene.judge('a', 'refused');
    expect((await scene.got()).b).toBe(
      'not tried: the password of deploy was refused by a, three times – reconnect to be asked anew',
    );
    scene.password.forgetRefusals();
    scene.want('b');
    expect((await scene.got()).b).toBe('s');
  });

  test('that is declined is asked for of no other host, until a reconnect', async () => {
    const scene = new Scene({}, [undefined, 's']);
    scene.want('a', 'b');
    await scene.got();
    scene.want('c');
    expect(await scene.got()).toEqual({ a: null, b: null, c: null });
    scene.password.forgetRefusals();
    scene.want('a');
    expect(await scene.got()).toMatchObject({ a: 's' });
  });

  test('is asked for of one host alone where others have accepted another', async () => {
    const scene = new Scene({}, ['s', 'own']);
    scene.want('a', 'b');
    await scene.judge('a', 'accepted');
    scene.password.judged('b', 'refused');
    scene.wantAgain('b');
    expect(await scene.got()).toEqual({ a: 's', b: 'own' });
    await scene.judge('b', 'accepted');
    scene.password.forgetRefusals();
    scene.want('b', 'c');
    expect(await scene.got()).toEqual({ a: 's', b: 'own', c: 's' });
    expect(scene.asked.map(({ host }) => host)).toEqual(['a', 'b']);
  });

  test('is not asked for any more when nobody waits for it', async () => {
    const scene = new Scene({}, []);
    const gone = scene.want('a');
    await scene.got();
    gone.abort();
    expect(await scene.got()).toEqual({ a: null });
    await expect.poll(() => scene.open).toBe(0);
    scene.answers.push('s');
    scene.want('b');
    expect(await scene.got()).toMatchObject({ b: 's' });
  });

  test('goes on being asked for while the hosts come back that did not wait so long', async () => {
    const scene = new Scene({}, [], 60_000);
    const gone = scene.want('a');
    await scene.got();
    gone.abort();
    scene.want('a', 'b');
    await scene.got();
    expect(scene.asked).toHaveLength(1);
    scene.type('s');
    expect(await scene.got()).toEqual({ a: 's' });
  });
});

const found = (value: string) => ({ find: async () => new Secret(value) });

/** Hosts that want one password, and somebody who types these; where there are no more, nothing is typed yet. */
class Scene {
  readonly asked: { readonly host: string; readonly again: true | undefined }[] = [];
  readonly password: SharedPassword;
  readonly answers: (string | undefined)[];
  /** Questions on the screen. */
  open = 0;
  #type: ((secret: Secret) => void) | undefined;
  readonly #got: Record<string, string | null> = {};

  constructor(
    source: Pick<SharedPasswordOptions, 'find' | 'trialTime'>,
    answers: (string | undefined)[] = [],
    patience = 10,
  ) {
    this.answers = answers;
    this.password = new SharedPassword({
      user: 'deploy',
      patience,
      ...source,
      prompt: async (host, { again }, signal) => {
        this.asked.push({ host: host.name, again });
        if (this.answers.length === 0) return this.#untilGone(signal);
        const answer = this.answers.shift();
        return answer === undefined ? null : new Secret(answer);
      },
    });
  }

  want(...names: readonly string[]): AbortController {
    const gone = new AbortController();
    for (const name of names) this.#ask(name, gone.signal);
    return gone;
  }

  wantAgain(name: string): void {
    delete this.#got[name];
    this.#ask(name, new AbortController().signal, { again: true });
  }

  async judge(host: string, verdict: Verdict): Promise<void> {
    await this.got();
    this.password.judged(host, verdict);
    await this.got();
  }

  /** What each has got, or why not. */
  async got(): Promise<Record<string, string | null>> {
    for (let i = 0; i < 3; i++) await new Promise(setImmediate);
    return { ...this.#got };
  }

  #ask(name: string, signal: AbortSignal, again: { again?: true } = {}): void {
    const host: Host = { name, address: name, shell: 'auto', vars: {} };
    this.password.answer(host, { kind: 'password', user: 'deploy', ...again }, signal).then(
      (answers) => {
        this.#got[name] = answers && (answers[0] ?? '');
      },
      (error: Error) => {
        this.#got[name] = error.message;
      },
    );
  }

  /** In answer to the open question. */
  type(text: string): void {
    this.#type?.(new Secret(text));
  }

  #untilGone(signal: AbortSignal | undefined): Promise<Secret | null> {
    this.open += 1;
    return new Promise((resolve) => {
      this.#type = resolve;
      signal?.addEventListener('abort', () => {
        this.open -= 1;
        resolve(null);
      });
    });
  }
}
