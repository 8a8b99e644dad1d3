import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Sandbox } from '../support/sandbox.ts';
import { hasShell, type TypingShell, typingShell, withTools } from '../support/typing-shell.ts';
import { run } from '../support/without-screen.ts';

const inventory = `version: 1
hosts: { "web[01-03]": {}, db01: {}, bastion: {} }
groups: { web_clusters: { hosts: ["web[01-03]"] }, db_servers: { hosts: [db01] } }
`;

function place(): Sandbox {
  const sandbox = new Sandbox();
  sandbox.write('inventory.yaml', inventory);
  sandbox.write('a file.conf', '');
  return sandbox;
}

const open: TypingShell[] = [];
afterEach(() => {
  for (const shell of open.splice(0)) shell.end();
});

async function opened(name: 'bash' | 'zsh'): Promise<TypingShell> {
  const shell = await typingShell(name, place());
  open.push(shell);
  return shell;
}

/** What a Tab makes of a line, in every shell alike. */
const everywhere: [typed: string, line: string][] = [
  ['tutti ru', 'tutti run '],
  ['tutti run @we', 'tutti run @web'], // web_clusters, and three hosts
  ['tutti run @web_', 'tutti run @web_clusters '],
  ['tutti run @web_clusters,db_', 'tutti run @web_clusters,db_servers '],
  ['tutti hosts ba', 'tutti hosts bastion '],
  ['tutti run --color=al', 'tutti run --color=always '],
  ['tutti put @web_clusters a', 'tutti put @web_clusters a\\ file.conf '],
  ['tutti --inventory inv', 'tutti --inventory inventory.yaml '],
  ['batch_run -h web01,ba', 'batch_run -h web01,bastion '],
  ['batch_run -g db', 'batch_run -g db_servers '],
  ['batch_scp -action p', 'batch_scp -action put '],
  ['batch_scp -loc', 'batch_scp -local '],
  ['tutti run @web_clusters -- unam', 'tutti run @web_clusters -- uname '],
  ['tutti run @web_clusters -- cat a', 'tutti run @web_clusters -- cat a\\ file.conf '],
];

const long = { timeout: 180_000 }; // many starts of node, on a machine that may be busy

describe.runIf(hasShell('bash'))('Tab in bash', long, () => {
  it('completes what is typed', async () => {
    const shell = await opened('bash');
    for (const [typed, line] of everywhere) expect(await shell.tab(typed)).toBe(line);
    const quoted: [string, string][] = [
      ["tutti run '@web_clusters!db_", "tutti run '@web_clusters!db_servers' "],
      [String.raw`tutti run web\[01\],ba`, String.raw`tutti run web\[01\],bastion `],
      ["tutti run 'web[01]',ba", String.raw`tutti run web\[01\],bastion `],
      ['LANG=C tutti hosts ba', 'LANG=C tutti hosts bastion '],
      ['true; tutti hosts ba', 'true; tutti hosts bastion '],
    ];
    for (const [typed, line] of quoted) expect(await shell.tab(typed)).toBe(line);
  });
});

describe.runIf(hasShell('zsh'))('Tab in zsh', long, () => {
  it('completes what is typed', async () => {
    const shell = await opened('zsh');
    for (const [typed, line] of everywhere) expect(await shell.tab(typed)).toBe(line);
    expect(await shell.tab("tutti run '@web_clusters!db_")).toBe(
      "tutti run '@web_clusters!db_servers' ",
    );
    // The blank goes when an operator follows.
    expect(await shell.tab('tutti hosts ba\t,@db_')).toBe('tutti hosts bastion,@db_servers ');
    expect(await shell.tab('tutti --inventory=inv')).toBe('tutti --inventory=inventory.yaml ');
  });
});

describe.runIf(hasShell('zsh'))('in zsh the script', long, () => {
  it('may also lie in a folder of functions, as _tutti', async () => {
    const sandbox = place();
    mkdirSync(path.join(sandbox.folder, 'functions'));
    const { out } = await run('tutti', ['completion', 'zsh'], { sandbox });
    sandbox.write('functions/_tutti', out);
    const shell = await typingShell('zsh', sandbox, 'fpath=(functions $fpath); compinit -u -D');
    open.push(shell);
    expect(await shell.tab('tutti hosts ba')).toBe('tutti hosts bastion ');
    expect(await shell.tab('batch_run -g db')).toBe('batch_run -g db_servers ');
  });
});

describe.runIf(hasShell('fish'))('Tab in fish', () => {
  it.each<[string, readonly string[]]>([
    ['tutti ru', ['run\tone command, no screen']],
    ['tutti run @web_', ['@web_clusters\tgroup, 3 hosts']],
    ['tutti hosts db', ['db01', 'db_servers\tgroup, 1 host']],
    ['tutti run --color=', ['--color=always', '--color=auto', '--color=never']],
    ['tutti put @web_clusters a', ['a file.conf']],
    ['tutti --inventory=inv', ['--inventory=inventory.yaml']],
    ['batch_run -h web01,b', ['web01,bastion']],
    ['batch_scp -action ', ['get', 'put']],
    ['tutti run @web_clusters -- unam', [expect.stringMatching(/^uname\t/)]],
  ])('offers for %s', (typed, expected) => {
    const sandbox = place();
    const script = `tutti completion fish | source; complete -C '${typed}'`;
    const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', script], {
      cwd: sandbox.folder,
      env: withTools(sandbox),
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout.trimEnd().split('\n').sort()).toEqual(expected);
  });
});

describe('the hidden verb', () => {
  it('says nothing where the inventory is broken, missing or no completion is wanted', async () => {
    const sandbox = new Sandbox();
    const silent = { status: 0, out: '', err: '' };
    const ask = (...words: string[]) => run('tutti', ['__complete', ...words], { sandbox });
    expect(await ask('bash', 'tutti', 'tutti run @', '@')).toEqual(silent);
    sandbox.write('inventory.yaml', 'version: 1\nhosts: [\n');
    expect(await ask('bash', 'tutti', 'tutti run @', '@')).toEqual(silent);
    expect(await ask('zsh', 'batch_run', 'batch_run -h ')).toEqual(silent);
    expect(await ask('tcsh', 'tutti', 'tutti ')).toEqual(silent);
    expect(await ask()).toEqual(silent);
    const { out } = await ask('fish', 'tutti', 'tutti hos');
    expect(out).toBe('words\nhosts\twhat a target means\n');
    const { out: bySudo } = await ask('fish', 'tutti', 'LANG=C sudo -u root /opt/tutti hos');
    expect(bySudo).toBe(out);
  });

  it('runs no program: it has the names of the last time that tutti itself did', async () => {
    const sandbox = new Sandbox();
    const listed = JSON.stringify({ web: { hosts: ['web01', 'web02'] }, _meta: { hostvars: {} } });
    const script = `#!/bin/sh\necho run >>"$(dirname "$0")/runs"\necho '${listed}'\n`;
    const inventory = sandbox.write('cloud', script, 0o700);
    const runs = () => existsSync(path.join(sandbox.folder, 'runs'));
    const env = { TUTTI_INVENTORY: inventory };
    const ask = async () =>
      (
        await run('tutti', ['__complete', 'bash', 'tutti', 'tutti hosts web0', 'web0'], {
          sandbox,
          env,
        })
      ).out;
    expect(await ask()).toBe('targets\n');
    expect(runs()).toBe(false);
    const { out } = await run('tutti', ['hosts', '@web'], { sandbox, env });
    expect(out).toBe('web01\nweb02\n');
    rmSync(path.join(sandbox.folder, 'runs'));
    expect(await ask()).toBe('targets\nweb01\nweb02\n');
    sandbox.write('cloud', `${script}# changed\n`, 0o700);
    expect(await ask()).toBe('targets\nweb01\nweb02\n');
    expect(runs()).toBe(false);
  });

  it('offers names though others can read the passwords beside them', async () => {
    const sandbox = new Sandbox();
    const text = 'version: 1\nhosts: { db01: { password: secret } }\n';
    sandbox.write('inventory.yaml', text, 0o644);
    const { out, err } = await run('tutti', ['__complete', 'fish', 'tutti', 'tutti hosts d'], {
      sandbox,
    });
    expect([out, err]).toEqual(['targets\ndb01\t\n', '']);
  });
});
