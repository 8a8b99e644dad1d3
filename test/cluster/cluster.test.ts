import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ClusterEvent, StartOptions } from '../../src/cluster/cluster.ts';
import { readRecord } from '../../src/records/record-reader.ts';
import { plainHost } from '../support/case-host.ts';
import { LocalCluster } from '../support/local-cluster.ts';

let local: LocalCluster;
afterEach(() => local.close());

const bytes = (command: string, hosts: readonly string[]): StartOptions => ({
  hosts,
  operation: { kind: 'run', want: 'bytes', command },
});
const digest = (command: string, hosts: readonly string[], record?: string): StartOptions => ({
  hosts,
  operation: { kind: 'run', want: 'digest', command, ...(record !== undefined && { record }) },
});
const names = (count: number) => Array.from({ length: count }, (_, i) => `h${i + 1}`);
const ok = { kind: 'exited', code: 0 };

describe('a cluster', () => {
  it('runs a line on every host and gives each exactly one ending', async () => {
    local = await new LocalCluster(names(3)).connected(names(3));
    const outcomes = await local.run('r1', bytes('echo hello', names(3)));
    expect([...outcomes.entries()].sort()).toEqual(names(3).map((name) => [name, ok]));
    expect(names(3).map((name) => local.said('r1', name))).toEqual([
      'hello\n',
      'hello\n',
      'hello\n',
    ]);
  });

  it('spreads many hosts over the workers and keeps each where it is', async () => {
    local = await new LocalCluster(names(30)).connected(names(30));
    expect(local.cluster.workers.map(({ hosts }) => hosts)).toEqual([15, 15]);
    const first = await local.run('r1', bytes('MARK=$$', names(30)));
    const second = await local.run('r2', bytes('test "$MARK" = $$', names(30)));
    expect(
      [...first.values(), ...second.values()].every(
        (outcome) => outcome.kind === 'exited' && outcome.code === 0,
      ),
    ).toBe(true);
  });

  it('tells a host that was never selected as not started', async () => {
    local = await new LocalCluster(names(2)).connected(['h1']);
    const outcomes = await local.run('r1', bytes('echo x', names(2)));
    expect(outcomes.get('h1')).toEqual(ok);
    expect(outcomes.get('h2')).toMatchObject({ kind: 'not-started' });
  });

  it('waits for hosts that are selected for this run, and for no others', async () => {
    local = await new LocalCluster(names(3)).connected(['h1']);
    local.cluster.selectToRun(names(2));
    local.cluster.select(['h3']);
    const outcomes = await local.run('r1', bytes('echo here', names(3)));
    expect([outcomes.get('h1'), outcomes.get('h2')]).toEqual([ok, ok]);
    expect(local.said('r1', 'h2')).toBe('here\n');
    expect(outcomes.get('h3')).toMatchObject({ kind: 'not-started' });
  });

  it.each(['interrupt', 'release'] as const)('waits no more after an %s', async (how) => {
    local = new LocalCluster(['h1']);
    local.cluster.selectToRun(['h1']);
    const run = local.run('r1', bytes('echo never', ['h1']));
    if (how === 'interrupt') local.cluster.interrupt('r1', ['h1']);
    else local.cluster.release(['h1']);
    expect((await run).get('h1')).toMatchObject({ kind: 'not-started' });
    expect(local.said('r1', 'h1')).toBe('');
  });

  it('forgets what has ended, and nothing that goes on', async () => {
    local = await new LocalCluster(['h1']).connected(['h1']);
    await local.run('r1', digest('echo kept', ['h1']));
    expect((await local.cluster.read('r1', 'h1', 0, 1)).lines).toEqual([{ text: 'kept' }]);
    local.cluster.forget('r1');
    expect((await local.cluster.read('r1', 'h1', 0, 1)).lines).toEqual([]);
    const going = local.run('r2', digest('echo begun; read -r x </dev/null; echo done', ['h1']));
    local.cluster.forget('r2');
    expect((await going).size).toBe(1);
    expect((await local.cluster.read('r2', 'h1', 1, 1)).lines).toEqual([{ text: 'done' }]);
  });

  it('never runs an id twice, however often it is started', async () => {
    local = await new LocalCluster(['h1']).connected(['h1']);
    await local.run('r1', bytes('echo once >>count', ['h1']));
    const [link] = local.links;
    const start = link!.sent.find(({ type }) => type === 'start')!;
    link!.send(start);
    link!.send(start);
    await local.run('r2', bytes('wc -l <count', ['h1']));
    expect(local.said('r2', 'h1').trim()).toBe('1');
    expect(local.endings('r1')).toHaveLength(1);
  });

  it('keeps to the fan-out: a host starts when another has ended', async () => {
    local = await new LocalCluster(names(4)).connected(names(4));
    const command = 'n=$(ls run | wc -l); : >run/$$; echo $((n + 1)); sleep 0.05; rm run/$$';
    await local.run('r0', bytes('mkdir -p run', ['h1']));
    await local.run('r1', { ...bytes(command, names(4)), fanOut: 1 });
    expect(names(4).map((name) => local.said('r1', name))).toEqual(['1\n', '1\n', '1\n', '1\n']);
  });

  it('interrupts what runs and never starts what waits for its turn', async () => {
    local = await new LocalCluster(names(3)).connected(names(3));
    const run = local.run('r1', { ...bytes('echo up; sleep 60', names(3)), fanOut: 1 });
    await local.until(() => local.said('r1', 'h1') !== '');
    local.cluster.interrupt('r1', names(3));
    const outcomes = await run;
    expect(outcomes.get('h1')).toEqual({ kind: 'interrupted', code: 130 });
    expect(outcomes.get('h2')).toMatchObject({
      kind: 'not-started',
      failure: { kind: 'canceled' },
    });
    expect(outcomes.get('h3')).toMatchObject({
      kind: 'not-started',
      failure: { kind: 'canceled' },
    });
  });

  it('sends no more output than it was granted, and all of it in the end', async () => {
    local = await new LocalCluster(['h1']).connected(['h1']);
    let got = 0;
    let granting = false;
    const size = 20_000_000;
    local.cluster.listen({
      event(event) {
        local.events.push(event);
        if (event.type !== 'output') return;
        got += event.bytes.length;
        if (granting) local.cluster.credit('r1', 'h1', event.bytes.length);
      },
    });
    local.cluster.start('r1', bytes(`head -c ${size} /dev/zero`, ['h1']));
    const stuck = async () => {
      for (let before = -1; before !== got; ) {
        before = got;
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    };
    await stuck();
    expect(got).toBeGreaterThan(0);
    expect(got).toBeLessThan(size / 2);
    expect(local.endings('r1')).toEqual([]);
    granting = true;
    local.cluster.credit('r1', 'h1', got);
    for (let tries = 0; local.endings('r1').length === 0 && tries < 300; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(got).toBe(size);
    expect(local.endings('r1')[0]?.output.bytes).toBe(size);
  });

  it('numbers output without a gap for each stream', async () => {
    local = await new LocalCluster(['h1']).connected(['h1']);
    await local.run(
      'r1',
      bytes('for i in 1 2 3 4 5; do echo $i; echo e$i >&2; sleep 0.02; done', ['h1']),
    );
    for (const stream of ['stdout', 'stderr']) {
      const seqs = local.events.flatMap((event) =>
        event.type === 'output' && event.stream === stream ? [event.seq] : [],
      );
      expect(seqs.length).toBeGreaterThan(1);
      expect(seqs).toEqual(seqs.map((_, i) => i));
    }
  });
});

describe('output that stays in the worker', () => {
  it('is told as counts, the newest lines and a hash that equal output shares', async () => {
    local = await new LocalCluster(names(3)).connected(names(3));
    await local.run('r1', digest('seq 100; echo oops >&2', names(3)));
    await local.run('r2', digest('echo $HOME; echo other', ['h1']));
    const [a, b, c] = local.endings('r1');
    expect(a!.output).toMatchObject({ lines: 101, errorLines: 1, bytes: 292 + 5 });
    expect(b!.output.hash).toBe(a!.output.hash);
    expect(c!.output.hash).toBe(a!.output.hash);
    expect(local.endings('r2')[0]!.output.hash).not.toBe(a!.output.hash);
    const digests = local.events.filter(
      (event) => event.type === 'digest' && event.host === 'h1' && event.id === 'r1',
    );
    expect(digests.at(-1)).toMatchObject({ output: { lines: 101 } });
  });

  it('can be read at any place, also far back where only the record has it', async () => {
    local = await new LocalCluster(['h1']).connected(['h1']);
    const folder = path.join(local.scratch.folder, 'records', '1');
    await local.run('r1', digest('seq 1 200000', ['h1'], folder));
    for (const from of [0, 7, 4096, 100_000, 150_001, 199_990]) {
      const { lines, failure } = await local.cluster.read('r1', 'h1', from, 5);
      expect(failure).toBeUndefined();
      expect(lines.map(({ text }) => text)).toEqual([1, 2, 3, 4, 5].map((i) => String(from + i)));
    }
    expect((await local.cluster.read('r1', 'h1', 199_998, 50)).lines).toHaveLength(2);
  });

  it('is in the record byte for byte, nul bytes and all', async () => {
    local = await new LocalCluster(['h1']).connected(['h1']);
    const folder = path.join(local.scratch.folder, 'records', '1');
    await local.run(
      'r1',
      digest(`printf 'a\\0b\\377\\r\\n\\033[2Jx'; printf err >&2`, ['h1'], folder),
    );
    const [file = ''] = readdirSync(folder);
    const chunks: Record<string, string> = { stdout: '', stderr: '' };
    for await (const { stream, bytes } of readRecord(path.join(folder, file)))
      chunks[stream] += bytes.toString('latin1');
    expect(chunks).toEqual({ stdout: 'a\0b\xff\r\n\x1b[2Jx', stderr: 'err' });
  });

  it('is not in memory any more when many runs have followed, and the run never starts anew', async () => {
    local = await new LocalCluster(names(2), 1).connected(names(2));
    const folder = path.join(local.scratch.folder, 'records', '1');
    await local.run('r0', digest('echo once; echo x >>count', ['h1'], folder));
    const going = local.run('r1', digest('echo begun; sleep 60', ['h2']));
    const [link] = local.links;
    const start = link!.sent.find(({ type }) => type === 'start')!;
    for (let i = 2; i < 23; i++) await local.run(`r${i}`, bytes('true', ['h1']));
    const { lines, failure } = await local.cluster.read('r0', 'h1', 0, 1);
    expect({ lines, kind: failure?.kind }).toEqual({ lines: [], kind: 'worker' });
    link!.send(start);
    await local.run('last', bytes('wc -l <count', ['h1']));
    expect(local.said('last', 'h1').trim()).toBe('1');
    expect(local.endings('r0')).toHaveLength(1);
    expect((await local.cluster.read('r1', 'h2', 0, 1)).lines).toEqual([{ text: 'begun' }]);
    local.cluster.interrupt('r1', ['h2']);
    expect((await going).get('h2')).toMatchObject({ kind: 'interrupted' });
  });

  it('is all in the record though its hosts run one after the other', async () => {
    local = await new LocalCluster(names(4), 1).connected(names(4));
    const folder = path.join(local.scratch.folder, 'records', '1');
    await local.run('r1', { ...digest('seq 20000; echo $$', names(4), folder), fanOut: 1 });
    for (const host of names(4))
      expect((await local.cluster.read('r1', host, 7, 1)).lines).toEqual([{ text: '8' }]);
    const said = new Map<string, number>();
    for (const file of readdirSync(folder)) {
      for await (const { host, bytes } of readRecord(path.join(folder, file)))
        said.set(host, (said.get(host) ?? 0) + bytes.length);
    }
    const told = local.endings('r1').map(({ host, output }) => [host, output.bytes] as const);
    expect(said).toEqual(new Map(told));
    expect(local.events.filter(({ type }) => type === 'notice')).toEqual([]);
  });

  it('says so when a run cannot be recorded, and goes on', async () => {
    local = await new LocalCluster(names(3)).connected(names(3));
    const outcomes = await local.run(
      'r1',
      digest('echo still here', names(3), '/etc/passwd/no-folder'),
    );
    expect(outcomes.get('h1')).toEqual(ok);
    const told = local.events.flatMap((event) =>
      event.type === 'notice' && event.text.includes('not recorded') ? [event.host] : [],
    );
    expect(told.sort()).toEqual(names(3));
    expect((await local.cluster.read('r1', 'h1', 0, 5)).lines).toEqual([{ text: 'still here' }]);
  });
});

describe('a worker that dies', () => {
  it('has its running hosts told as lost while the others go on, and is replaced', async () => {
    local = await new LocalCluster(names(30)).connected(names(30));
    const run = local.run('r1', bytes('echo up; sleep 1; echo done', names(30)));
    await local.until(() => names(30).every((name) => local.said('r1', name) !== ''));
    local.links[0]!.die('killed by SIGKILL');
    const outcomes = await run;
    const lost = [...outcomes].filter(([, outcome]) => outcome.kind === 'lost');
    expect(lost).toHaveLength(15);
    expect(lost[0]![1]).toMatchObject({
      failure: { kind: 'worker', message: expect.stringContaining('its worker ended') },
    });
    expect([...outcomes.values()].filter((outcome) => outcome.kind === 'exited')).toHaveLength(15);
    const took = local.events.flatMap((event) =>
      event.type === 'ending' && event.outcome.kind === 'lost' ? [event.ms] : [],
    );
    expect(took.every((ms) => ms > 0)).toBe(true);
    await local.cluster.states.returned(names(30), 10_000);
    await local.until(() => noticesWith('reconnected; restored: cwd') === 15);
    const again = await local.run('r2', bytes('echo back', names(30)));
    expect([...again.values()].every((outcome) => outcome.kind === 'exited')).toBe(true);
    expect(local.cluster.workers).toHaveLength(2);
  });

  it('takes nothing of its shells with it: state holds in the next one, and nothing runs twice', async () => {
    local = await new LocalCluster(names(2), 1).connected(names(2));
    const line =
      "echo x >>count; cd /usr; umask 027; export token=$HOSTNAME-7; alias hi='echo hi'; f() { echo f; }";
    await local.run('r1', bytes(line, names(2)));
    for (const round of [1, 2]) {
      const going = local.run(`sleep${round}`, bytes('echo up; sleep 61', names(2)));
      await local.until(() => names(2).every((name) => local.said(`sleep${round}`, name) !== ''));
      local.links.at(-1)!.die('killed by SIGKILL');
      expect([...(await going).values()].map(({ kind }) => kind)).toEqual(['lost', 'lost']);
      await local.cluster.states.returned(names(2), 10_000);
      expect(local.cluster.states.get('h1')).toMatchObject({ kind: 'ready', restored: true });
      await local.run(`r2${round}`, bytes('pwd; umask; hi; f; env | grep -c token=', names(2)));
      expect(local.said(`r2${round}`, 'h2')).toBe('/usr\n0027\nhi\nf\n1\n');
    }
    await local.until(() => noticesWith('exports, umask, functions, aliases') === 4);
    await local.run('r3', bytes('wc -l <~/count', ['h1']));
    expect(local.said('r3', 'h1').trim()).toBe('2');
    expect(
      local.links.map(({ sent }) => sent.filter(({ type }) => type === 'recall').length),
    ).toEqual([0, 2, 2]);
  });

  it('says nothing of a shell that its host was told to leave', async () => {
    local = await new LocalCluster(['h1']).connected(['h1']);
    await local.run('r1', bytes('export token=7; cd /usr', ['h1']));
    const hosts = new Map([['h1', { ...plainHost, name: 'h1', user: 'other' }]]);
    local.cluster.renew(hosts, ['h1']);
    await local.until(() => timesDialled('h1') === 2);
    await local.cluster.states.settled(['h1']);
    local.links[0]!.die('exit 1');
    await local.cluster.states.returned(['h1'], 10_000);
    await local.run('r2', bytes('echo "<$token>"; pwd', ['h1']));
    expect(local.said('r2', 'h1')).toBe(`<>\n${local.scratch.home}\n`);
  });

  it('gives the next one its hosts as the inventory has them by then', async () => {
    local = await new LocalCluster(names(3), 1).connected(names(3));
    local.links[0]!.die('exit 1');
    await local.until(() => local.events.some(isRetrying));
    const hosts = new Map([
      ['h1', { ...plainHost, name: 'h1', user: 'other' }],
      ['h3', { ...plainHost, name: 'h3' }],
    ]);
    local.cluster.renew(hosts, ['h1', 'h2']);
    await local.cluster.states.returned(['h1', 'h3'], 10_000);
    const given = local.links[1]!.sent.flatMap((request) =>
      request.type === 'assign' ? request.hosts.map(({ name, user }) => [name, user]) : [],
    );
    expect(given).toEqual([
      ['h1', 'other'],
      ['h3', undefined],
    ]);
  });

  it('leaves open what its hosts thought of their passwords, so that others may try them', async () => {
    local = await new LocalCluster(['h1']).connected(['h1']);
    expect(local.judged.at(-1)).toBe('h1 password accepted');
    local.links[0]!.die('exit 1');
    await local.until(() => local.events.some(isRetrying));
    expect(local.judged.at(-1)).toBe('h1 password undecided');
  });

  it('answers reads of its runs with a failure, not with silence', async () => {
    local = await new LocalCluster(['h1']).connected(['h1']);
    await local.run('r1', digest('seq 10', ['h1']));
    local.links[0]!.die('exit 1');
    expect((await local.cluster.read('r1', 'h1', 0, 5)).failure).toBeDefined();
  });

  it('is refused when it speaks another protocol', async () => {
    local = await new LocalCluster(['h1']).connected(['h1']);
    const { protocolVersion } = await import('../../src/cluster/protocol.ts');
    expect(local.links[0]!.sent[0]).toMatchObject({ type: 'hello', version: protocolVersion });
  });
});

describe('what crosses to a worker', () => {
  it('holds no secret but in an answer', async () => {
    local = await new LocalCluster(names(2)).connected(names(2));
    await local.run('r1', bytes('echo x', names(2)));
    const types = new Set(local.links.flatMap(({ sent }) => sent.map(({ type }) => type)));
    expect(types.has('answer')).toBe(false);
    expect(JSON.stringify(local.links.map(({ sent }) => sent))).not.toMatch(
      /passphrase|"password":"/,
    );
  });

  it('connects changed hosts anew, lets go of those that are gone, and leaves the others alone', async () => {
    local = await new LocalCluster(names(3)).connected(names(3));
    await local.run('r1', bytes('MARK=here', names(3)));
    const hosts = new Map([
      ['h1', { ...plainHost, name: 'h1' }],
      ['h2', { ...plainHost, name: 'h2', user: 'other' }],
      ['h4', { ...plainHost, name: 'h4' }],
    ]);
    expect(local.cluster.renew(hosts, ['h2', 'h3'])).toEqual([]);
    await local.until(() => local.cluster.states.get('h3').kind === 'off');
    local.cluster.select(['h1', 'h2', 'h4']);
    await local.until(() => timesDialled('h2') > 1);
    await local.cluster.states.settled(['h2', 'h4']);
    const outcomes = await local.run('r2', bytes('echo "<$MARK>"', names(4)));
    expect(['h1', 'h2', 'h4'].map((name) => local.said('r2', name))).toEqual([
      '<here>\n',
      '<>\n',
      '<>\n',
    ]);
    expect(outcomes.get('h3')).toEqual({
      kind: 'not-started',
      failure: { kind: 'worker', message: 'it is not in the inventory any more' },
    });
    expect(local.cluster.states.get('h2').kind).toBe('ready');
  });

  it('lets a changed host end what it runs before it is connected anew', async () => {
    local = await new LocalCluster(names(2)).connected(names(2));
    const run = local.run(
      'r1',
      bytes('MARK=here; while ! test -e go; do sleep 0.02; done', names(2)),
    );
    const hosts = new Map([['h1', { ...plainHost, name: 'h1', user: 'other' }]]);
    expect(local.cluster.renew(hosts, ['h1', 'h2'])).toEqual(['h1', 'h2']);
    writeFileSync(path.join(local.scratch.home, 'go'), '');
    expect([...(await run).values()]).toEqual([ok, ok]);
    await local.until(
      () => timesDialled('h1') > 1 && local.cluster.states.get('h2').kind === 'off',
    );
    await local.cluster.states.settled(['h1']);
    await local.run('r2', bytes('echo "<$MARK>"', ['h1']));
    expect(local.said('r2', 'h1')).toBe('<>\n');
  });
});

describe('a limit of open files', () => {
  it('makes more workers, each with as many hosts as it has files for', () => {
    local = new LocalCluster(names(10), 2, 3);
    local.cluster.select(names(10));
    expect(local.cluster.workers.map(({ hosts }) => hosts).sort()).toEqual([2, 2, 3, 3]);
  });
});

const isRetrying = (event: ClusterEvent): boolean =>
  event.type === 'state' && event.state.kind === 'retrying';

const noticesWith = (text: string): number =>
  local.events.filter((event) => event.type === 'notice' && event.text.includes(text)).length;

/** How often the host has begun to connect. */
const timesDialled = (host: string): number =>
  local.events.filter(
    (event) => event.type === 'state' && event.host === host && event.state.kind === 'connecting',
  ).length;
