import type { Outcome } from '../../src/domain/outcome.ts';
import type { LocalShell } from './local-shells.ts';

/** One line typed, and what must come of it. Text is compared byte for byte (latin1). */
export interface CaseStep {
  readonly line: string;
  readonly stdout?: string | RegExp;
  readonly stderr?: string | RegExp;
  /** `any`: whatever it is, the line must have ended by itself. `stopped`: interrupted, or its shell hung and was replaced. */
  readonly outcome?: Partial<Outcome> | 'any' | 'failed' | 'stopped';
  readonly cwd?: string;
  readonly input?: string | 'open';
  /** Ctrl-C, so often, once stdout holds `after`, or `later` ms behind that. */
  readonly interrupt?: { readonly after: string; readonly later?: number; readonly times: number };
  /** Once stdout holds `after`, this file is made in the home directory. */
  readonly touch?: { readonly after: string; readonly file: string };
  /** Once the line has ended, this file is made in the home directory. */
  readonly afterwards?: string;
  /** Waits until background jobs have said this. */
  readonly late?: string;
  /** Seconds. */
  readonly timeout?: number;
  /** Bytes of stdout, which is then not kept. */
  readonly bytes?: number;
  /** The shell ends and a new one is started. */
  readonly restarts?: true;
}

type Name = LocalShell['name'];

/** A row of the table in docs/shells.md. */
export interface ShellCase {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly CaseStep[];
  /** Shells that do something else by their nature, and what. */
  readonly otherwise?: { readonly in: readonly Name[]; readonly steps: readonly CaseStep[] };
  /** Programs without which there is nothing to see. */
  readonly needs?: readonly string[];
}

const exited = (code: number) => ({ kind: 'exited', code }) as const;
const interrupted = (code: number) => ({ kind: 'interrupted', code }) as const;
/** The shell still answers, and cleanly. */
const alive: CaseStep = { line: 'echo alive', stdout: 'alive\n', stderr: '' };
const allBytes = String.fromCharCode(...Array.from({ length: 256 }, (_, n) => n));
const printAllBytes = `printf '${Array.from({ length: 256 }, (_, n) => `\\${n.toString(8).padStart(3, '0')}`).join('')}'`;
const harmless = (line: string): CaseStep => ({ line, outcome: 'failed', stdout: '' });
const survives = (line: string): CaseStep => ({ line, outcome: 'any' });
/** Says so when it is a program of its own: a shell that forks for it may lose the signal. */
const goes = (program: string): string => `sh -c 'echo go; exec ${program}'`;
/** A young background job does not ignore INT yet. */
const started = 'until grep -q sleep /proc/$!/comm; do sleep 0.02; done';
const gone = (text: string): CaseStep => ({
  line: `ps -A -o args= | grep -c '[s]leep ${text}'`,
  stdout: '0\n',
  outcome: exited(1),
});

const state: readonly ShellCase[] = [
  {
    id: '01',
    title: 'cd holds for the next line',
    steps: [
      { line: 'cd /usr', cwd: '/usr' },
      { line: 'pwd', stdout: '/usr\n', cwd: '/usr' },
    ],
  },
  {
    id: '02',
    title: 'an exported variable holds',
    steps: [{ line: 'export a=1' }, { line: "sh -c 'echo $a'", stdout: '1\n' }],
  },
  {
    id: '03',
    title: 'a shell variable holds and is not exported',
    steps: [{ line: 'b=2' }, { line: 'echo $b; sh -c \'echo "<$b>"\'', stdout: '2\n<>\n' }],
  },
  {
    id: '04',
    title: 'a function holds',
    steps: [{ line: 'hi() { echo "hi $1"; }' }, { line: 'hi you', stdout: 'hi you\n' }],
  },
  {
    id: '05',
    title: 'an alias holds',
    steps: [{ line: "alias greet='echo hello'" }, { line: 'greet', stdout: 'hello\n' }],
  },
  {
    id: '06',
    title: 'umask holds',
    steps: [{ line: 'umask 027' }, { line: 'umask', stdout: /^0?027\n$/ }],
  },
  {
    id: '07',
    title: '$? is the code of the line before',
    steps: [
      { line: "sh -c 'exit 7'", outcome: exited(7) },
      { line: 'echo $?', stdout: '7\n' },
      { line: 'echo $?', stdout: '0\n' },
    ],
  },
  {
    id: '08',
    title: 'exit codes are exact',
    steps: [0, 1, 42, 127, 255].map((code) => ({
      line: `(exit ${code})`,
      outcome: exited(code),
    })),
  },
  {
    id: '09',
    title: 'a death by signal is 128 and its number',
    steps: [
      { line: "sh -c 'kill -9 $$'", outcome: exited(137) },
      { line: "sh -c 'kill -TERM $$'", outcome: exited(143) },
    ],
  },
  {
    id: '10',
    title: 'a pipeline has the code of its last command',
    steps: [
      { line: 'false | true', outcome: exited(0) },
      { line: 'true | (exit 3)', outcome: exited(3) },
    ],
  },
  {
    id: '10b',
    title: 'a pipeline whose first command dies of its closed pipe says nothing of that',
    steps: [{ line: 'yes | head -n 1', stdout: 'y\n', stderr: '' }],
  },
  {
    id: '65',
    title: 'a higher fd holds, and a removed directory does not disturb',
    steps: [
      { line: 'exec 5>five' },
      { line: 'echo text >&5; exec 5>&-; cat five', stdout: 'text\n' },
      { line: 'mkdir away; cd away; rmdir "$PWD"', outcome: exited(0) },
      alive,
    ],
  },
];

const output: readonly ShellCase[] = [
  {
    id: '11',
    title: 'stdout and stderr stay apart',
    steps: [{ line: 'echo out; echo err >&2', stdout: 'out\n', stderr: 'err\n' }],
  },
  {
    id: '12',
    title: 'output comes live',
    steps: [
      {
        line: 'echo one; until [ -e go ]; do sleep 0.02; done; echo two',
        touch: { after: 'one', file: 'go' },
        stdout: 'one\ntwo\n',
      },
    ],
  },
  {
    id: '13',
    title: 'a missing last newline stays missing',
    steps: [
      { line: "printf 'no end'", stdout: 'no end' },
      { line: "printf 'a\\036'", stdout: 'a\x1e' },
      { line: ':', stdout: '' },
    ],
  },
  {
    id: '14',
    title: 'every byte comes through',
    steps: [{ line: printAllBytes, stdout: allBytes }],
  },
  {
    id: '15',
    title: 'control bytes and UTF-8 in the text come through',
    steps: [
      {
        line: "printf %s 'a\r\n\tb\x04\x03\x1b[0m\x7fé'",
        stdout: Buffer.from('a\r\n\tb\x04\x03\x1b[0m\x7fé').toString('latin1'),
      },
    ],
  },
  {
    id: '16',
    title: '64 MB of output are complete',
    steps: [{ line: 'head -c 67108864 /dev/zero', bytes: 67108864 }, alive],
  },
  {
    id: '17',
    title: 'one line of 5 MB is complete',
    steps: [{ line: "head -c 5000000 /dev/zero | tr '\\0' x", bytes: 5_000_000 }, alive],
  },
];

const text: readonly ShellCase[] = [
  {
    id: '18',
    title: 'typed text of 200 kB runs',
    steps: [{ line: `v='${'x'.repeat(200_000)}'; echo \${#v}`, stdout: '200000\n' }],
  },
  {
    id: '19',
    title: 'a command of several lines runs',
    steps: [{ line: 'for i in 1 2\ndo\n  echo "n $i"\ndone', stdout: 'n 1\nn 2\n' }],
  },
  {
    id: '20',
    title: 'a here-document runs',
    steps: [
      { line: "x=1\ncat <<E\nit's $x\nE", stdout: "it's 1\n" },
      { line: "cat <<'E'\n$x\nE", stdout: '$x\n' },
    ],
  },
  {
    id: '21',
    title: 'quotes, backslash, !, #, $ and backquote mean what they mean',
    steps: [
      {
        line: `printf '%s|' 'a'"'"'b' "c\\"d" '!!' "!e" '#f' '$g' '\`h' 'i\\j'`,
        stdout: 'a\'b|c"d|!!|!e|#f|$g|`h|i\\j|',
      },
      { line: 'echo x # a comment', stdout: 'x\n' },
    ],
  },
  {
    id: '22',
    title: 'an unterminated quote does not wedge',
    steps: [
      harmless("echo 'x"),
      alive,
      harmless('echo "x'),
      alive,
      harmless('echo `x'),
      harmless('echo $(x'),
      alive,
    ],
  },
  {
    id: '23',
    title: 'other syntax errors do not wedge',
    steps: [
      harmless(')'),
      harmless('foo() {'),
      harmless('if true; then'),
      harmless('done'),
      harmless('&& x'),
      harmless('}'),
      alive,
      { line: 'cat <<E\nno end', outcome: 'any' },
      alive,
    ],
  },
  {
    id: '24',
    title: 'an unset ${x?}, a readonly variable and a missing file to source leave the shell alive',
    steps: [
      harmless('echo ${nope?not set}; echo no'),
      { line: 'readonly r=1' },
      { line: 'r=2', outcome: 'failed', stderr: /r/ },
      survives('. ./missing-file'),
      { line: 'echo $r', stdout: '1\n' },
    ],
  },
  {
    id: '24b',
    title: 'exec of a missing program leaves bash alive; the others end and are replaced',
    steps: [{ line: 'exec no-such-program', outcome: exited(127) }, alive],
    otherwise: {
      in: ['dash', 'ash', 'zsh'],
      steps: [{ line: 'exec no-such-program', outcome: exited(127), restarts: true }, alive],
    },
  },
  {
    id: '25',
    title: 'set -u leaves the shell alive',
    steps: [
      { line: 'set -u' },
      harmless('echo $nope'),
      { line: 'echo alive', stdout: 'alive\n' },
      { line: 'set +u' },
      alive,
    ],
  },
  {
    id: '26',
    title: 'set -x leaves the output clean',
    steps: [
      { line: 'set -x', stdout: '' },
      { line: 'echo a', stdout: 'a\n', stderr: /echo a/ },
      survives('set +x'),
      alive,
    ],
  },
  {
    id: '27',
    title: 'set -v makes no false end',
    steps: [
      { line: 'set -v', stdout: '' },
      { line: 'echo a; sleep 0.1; echo b', stdout: 'a\nb\n' },
      survives('set +v'),
      { line: ':', outcome: 'any' },
      alive,
    ],
  },
  {
    id: '28',
    title: 'set -n leaves the shell usable, or it is replaced at Ctrl-C',
    steps: [{ line: 'set -n' }, alive],
    otherwise: {
      in: ['dash', 'ash'],
      steps: [
        {
          line: 'echo go; set -n',
          // A shell that has taken set -n cannot say so.
          interrupt: { after: 'go', later: 400, times: 1 },
          outcome: { kind: 'lost' },
          restarts: true,
        },
        alive,
      ],
    },
  },
  {
    id: '29',
    title: 'exec >file does not cut the session off',
    steps: [{ line: 'exec >file; echo x', stdout: '' }, { line: 'cat file', stdout: 'x\n' }, alive],
  },
  {
    id: '30',
    title: 'closing fds does not cut the session off',
    steps: [
      { line: 'exec 2>&-; echo a', stdout: 'a\n' },
      { line: 'exec >&-', outcome: 'any' },
      { line: 'exec 8>&- 9>&-', outcome: 'any' },
      { line: 'exec <&-', outcome: 'any' },
      { line: 'echo b; echo c >&2', stdout: 'b\n', stderr: 'c\n' },
    ],
  },
  {
    id: '61',
    title: 'a typed PS1 or PROMPT_COMMAND shows in no later line',
    steps: [survives("PS1='prompt> ' PROMPT_COMMAND='echo pc'"), alive, alive],
  },
];

const standardInput: readonly ShellCase[] = [
  {
    id: '31',
    title: 'standard input is empty by default',
    steps: [{ line: 'cat; read x; echo $?', stdout: '1\n' }],
  },
  {
    id: '32',
    title: 'a program that drains its input eats no command',
    steps: [{ line: 'cat >/dev/null; head -c 99 | wc -c', stdout: /^ *0\n$/ }, alive],
  },
  {
    id: '33',
    title: 'given input arrives whole, and state is kept',
    steps: [
      { line: 'cat', input: allBytes, stdout: allBytes },
      { line: 'cat >kept; wc -c <kept', input: 'y'.repeat(300_000), stdout: /^ *300000\n$/ },
      { line: 'read name', input: 'bob\n' },
      { line: 'echo $name', stdout: 'bob\n' },
      { line: ':', input: 'nobody reads this' },
      alive,
    ],
  },
  {
    id: '43',
    title: 'Ctrl-C at a program that reads given input',
    steps: [
      {
        line: `${goes('cat')}; echo no`,
        input: 'open',
        interrupt: { after: 'go', times: 1 },
        outcome: interrupted(130),
        stdout: 'go\n',
      },
      alive,
    ],
  },
];

const jobs: readonly ShellCase[] = [
  {
    id: '34',
    title: 'a background job does not hold the line up',
    steps: [{ line: 'sleep 3601 & echo on', stdout: 'on\n' }, { line: 'kill -9 $!' }],
  },
  {
    id: '35',
    title: 'a background job survives its line and can be waited for',
    steps: [
      { line: 'sleep 3602 &' },
      { line: 'sleep 0.2; kill $!', outcome: exited(0) },
      { line: 'wait $!', outcome: exited(143) },
    ],
    // busybox forgets the code of a job that has ended; TERM can be lost in a young job.
    otherwise: {
      in: ['ash'],
      steps: [
        { line: 'sleep 3602 &' },
        { line: 'sleep 0.2; kill $!', outcome: exited(0) },
        survives('wait $!'),
        gone('3602'),
      ],
    },
  },
  {
    id: '36',
    title: 'late output of a background job is delivered apart',
    steps: [
      { line: '(until [ -e say ]; do sleep 0.02; done; echo later) &', stdout: '' },
      { line: ':', stdout: '', afterwards: 'say', late: 'later\n', outcome: exited(0) },
    ],
  },
];

const interrupts: readonly ShellCase[] = [
  {
    id: '37',
    title: 'Ctrl-C ends the program, the rest of the line and nothing else',
    steps: [
      { line: 'keep=77; cd /usr' },
      {
        line: `${goes('sleep 3603')}; echo no`,
        interrupt: { after: 'go', times: 1 },
        outcome: interrupted(130),
        stdout: 'go\n',
      },
      { line: 'echo $keep; pwd', stdout: '77\n/usr\n', stderr: '' },
    ],
  },
  {
    id: '38',
    title: 'Ctrl-C ends a loop',
    steps: [
      {
        line: `for i in 1 2 3 4; do ${goes('sleep 3604')}; done; echo no`,
        interrupt: { after: 'go', times: 1 },
        outcome: interrupted(130),
        stdout: 'go\n',
      },
      alive,
    ],
  },
  {
    id: '39',
    title: 'Ctrl-C ends a busy loop of builtins',
    steps: [
      {
        line: 'echo go; while :; do :; done; echo no',
        interrupt: { after: 'go', times: 1 },
        outcome: { kind: 'interrupted' },
        stdout: 'go\n',
      },
      alive,
    ],
    // ash leaves its handler by longjmp, at times out of malloc, whose lock is then held for ever: one in thirty.
    otherwise: {
      in: ['ash'],
      steps: [
        {
          line: 'echo go; while :; do :; done; echo no',
          interrupt: { after: 'go', times: 1 },
          outcome: 'stopped',
          stdout: 'go\n',
        },
        alive,
      ],
    },
  },
  {
    id: '40',
    title: 'Ctrl-C ends the whole tree',
    steps: [
      {
        line: "sh -c 'echo go; sleep 3605 | cat; sleep 3605' | cat; echo no",
        interrupt: { after: 'go', times: 1 },
        outcome: { kind: 'interrupted' },
        stdout: 'go\n',
      },
      gone('3605'),
    ],
  },
  {
    id: '41',
    title: 'Ctrl-C spares an earlier background job',
    steps: [
      { line: `sleep 3606 & ${started}` },
      {
        line: goes('sleep 3607'),
        interrupt: { after: 'go', times: 1 },
        outcome: interrupted(130),
      },
      { line: 'kill -0 $! && echo spared; kill -9 $!', stdout: 'spared\n' },
    ],
  },
  {
    id: '42',
    title: 'a program that ignores INT goes by TERM, then by KILL, and the shell stays',
    steps: [
      { line: 'keep=78' },
      {
        line: `sh -c 'trap "" INT; echo go; while :; do sleep 0.1; done'`,
        interrupt: { after: 'go', times: 3 },
        // The shell has its own INT pending: bash tells the program's code, the others 130.
        outcome: { kind: 'interrupted' },
      },
      {
        line: `sh -c 'trap "" INT TERM; echo go; while :; do sleep 0.1; done'`,
        interrupt: { after: 'go', times: 4 },
        outcome: { kind: 'interrupted' },
      },
      { line: 'echo $keep', stdout: '78\n' },
    ],
  },
  {
    id: '42b',
    title: 'KILL spares the background job of the line before',
    steps: [
      { line: `sleep 3608 & ${started}` },
      {
        line: `sh -c 'trap "" INT TERM; echo go; while :; do sleep 0.1; done'`,
        interrupt: { after: 'go', times: 4 },
        outcome: { kind: 'interrupted' },
      },
      { line: 'kill -0 $! && echo spared; kill -9 $!', stdout: 'spared\n' },
    ],
  },
  {
    id: '42c',
    title: 'a time limit climbs the ladder by itself and is told as one',
    steps: [
      {
        line: 'sleep 3609',
        timeout: 0.1,
        outcome: { kind: 'interrupted', code: 130, timeout: true },
      },
      alive,
    ],
  },
  {
    id: '44b',
    title: 'an editor without a terminal can be stopped',
    needs: ['vim'],
    steps: [
      {
        line: 'echo go; vim -u NONE',
        interrupt: { after: 'go', times: 4 },
        outcome: { kind: 'interrupted' },
      },
      alive,
    ],
  },
];

const ends: readonly ShellCase[] = [
  {
    id: '44',
    title: 'less, top and tmux end by themselves',
    needs: ['less', 'top', 'tmux'],
    steps: [{ line: 'echo a >f; less f', stdout: 'a\n' }, survives('top'), survives('tmux'), alive],
  },
  {
    id: '45',
    title: 'set -e is honoured inside a line',
    steps: [{ line: '(set -e; false; echo no)', stdout: '', outcome: exited(1) }, alive],
  },
  {
    id: '46',
    title: 'traps of the user do not wedge',
    steps: [
      survives("trap 'echo bye' EXIT"),
      survives("trap 'echo debug' DEBUG"),
      { line: 'echo a', stdout: /a\n/ },
      survives('trap - DEBUG'),
      alive,
    ],
  },
  {
    id: '47',
    title: 'set -e; false ends the shell and is told',
    steps: [
      { line: 'cd /usr' },
      { line: 'set -e; false; echo no', outcome: exited(1), stdout: '', restarts: true },
      { line: 'pwd', stdout: '/usr\n' },
      { line: 'set -e' },
      { line: 'false', outcome: exited(1), restarts: true },
      alive,
    ],
  },
  {
    id: '48',
    title: 'exit 3 is told, and the next shell is where the last one was',
    steps: [
      { line: 'cd /usr/bin' },
      { line: 'echo out; exit 3', stdout: 'out\n', outcome: exited(3), restarts: true },
      { line: 'pwd; echo $?', stdout: '/usr/bin\n0\n' },
    ],
  },
  {
    id: '49',
    title: 'exit with a background job is told at once',
    steps: [{ line: 'sleep 3610 & exit 4', outcome: exited(4), restarts: true }, alive],
  },
  {
    id: '50',
    title: 'exec of a program gives its output and its code',
    steps: [
      {
        line: "exec sh -c 'echo out; exit 5'",
        stdout: 'out\n',
        outcome: exited(5),
        restarts: true,
      },
      alive,
    ],
  },
  {
    id: '51',
    title: 'kill -9 $$ is told',
    steps: [
      { line: 'kill -9 $$', outcome: { kind: 'signaled', signal: 'KILL' }, restarts: true },
      alive,
    ],
  },
];

/** The rows that a shell alone can show. */
export const shellCases: readonly ShellCase[] = [
  ...state,
  ...output,
  ...text,
  ...standardInput,
  ...jobs,
  ...interrupts,
  ...ends,
];
