import { batchOptions } from './batch-options.ts';
import type { BatchTool } from './batch-words.ts';
import { exitMeanings } from './exit-meanings.ts';
import { inventoryPlaces, keptFiles, variables } from './files-and-variables.ts';
import { inventoryFormats } from './inventory-formats.ts';
import type { Place } from './places.ts';

/**
 * What one topic of the help says. Rows are set in by two blanks; what they mean stands two blanks behind them, or further
 * in on the next line. The manual is made from the same text.
 */
export interface Page {
  readonly text: string;
  /** The options that are listed under it. */
  readonly options?: { readonly title: string; readonly place: Place };
}

/** `topics`: those that there is a page for. */
export const overview = (topics: readonly string[]): Page => ({
  text: `tutti – one prompt, every host

  tutti --demo                       try it: embedded hosts, nothing to set up
  tutti                              the shell; pick hosts there with @
  tutti @web,db01                    the shell, with this target connecting
  tutti run @web -- df -h            one command, no screen
  tutti run @web --gather -- uname   … equal answers once
  tutti @web < lines                 each line on every host, in order
  tutti put @web app.conf /etc/app/  files to every host
  tutti get @web /etc/app/ ./        files from every host, into ./HOST/
  tutti hosts --fold @web,db01       what a target means
  tutti inventory explain db01       where each value of a host comes from
  batch_run -h web01 -g db -cmd "df -h"
  batch_scp -h web01 -g db -action put -local test.py -remote /tmp/

tutti help TOPIC: ${inLines(topics, 'tutti help TOPIC: '.length)}`,
  options: { title: 'options', place: 'shell' },
});

export const helpPages = {
  shell: {
    text: `tutti [TARGET]    the full-screen shell: a line runs on every host of the target

  uptime                   typed at the prompt, it runs on all of them at once
  cd /srv                  the shells remember: directory, variables, functions
  @db01,web02 uptime       there only, this once
  @web                     moves the prompt there; @- goes back
  @failed cat app.log      the hosts on which the last line failed
  :put app.conf /etc/app/  a word of tutti's own; :help lists them
  :shell web01             a real terminal on one host, for vim and top
  !ls                      on this machine
  echo %{host} %{role}     each host's name, a variable of the inventory
  batch_run -h web01 -cmd "df -h"

  Tab      completes hosts after @, built-ins and what they take, lines,
           commands, paths, $VARIABLES and %{placeholders}
  Ctrl-T   folds equal answers into one block, and back into panes
  Ctrl-C   interrupts everywhere; it never leaves
  Ctrl-D   leaves, on an empty line
  Esc      to the grid, where letters are commands: ? shows them

a host that was lost comes back by itself; what ran there is told as lost and
never run again. An unknown host key, a password, a sudo are asked for once`,
  },
  run: {
    text: `tutti run TARGET -- COMMAND    one command on every host of the target

  tutti run @web -- df -h                   lines as they come
  tutti run @web -- 'cd /srv && ls | wc'    quoted: for the remote shell
  tutti run 'web[01-20]!web03' -- id        see tutti help targets
  tutti run @all --gather -- uname -r       equal outputs once
  tutti run @all --jsonl -- id | jq .       for a program: tutti help output
  tutti run @web --timeout 30 -- make       interrupted after 30 seconds
  tutti run web01 --raw -- cat a > a        exactly the bytes of one host
  tutti run @web --stdin -- 'cat > a' < a   our input goes to every host

the exit status says how it went: tutti help status`,
    options: { title: 'options, before --', place: 'run' },
  },
  put: {
    text: `tutti put TARGET LOCAL… REMOTE    files and folders to every host of the target

  tutti put @web app.conf /etc/app/      into that folder
  tutti put @web app.conf /etc/app/new   under that name
  tutti put @web site/ 'a/*.d' /srv/     folders, with modes and times
  tutti put @web a /etc/app/ --backup    keeps what it replaces
  tutti put @all a /etc/app/ --dry-run   only says what it would do, per host
  tutti put @web a.service /etc/systemd/system/ --sudo --owner root --mode 644

a path that ends in / or is a folder there means into it. Each file has its
final name only when it is whole: it is written beside it, compared (SHA-256)
and renamed. What is there already, unchanged, is not copied again`,
    options: { title: 'options', place: 'put' },
  },
  get: {
    text: `tutti get TARGET REMOTE… LOCAL    files and folders from every host

  tutti get @web /etc/hosts ./              ./web01/hosts, ./web02/hosts …
  tutti get @web '/var/log/*.log' logs      wildcards are read on the host
  tutti get @db /etc/app a --dry-run        only says what it would copy

each host has a folder of its own under LOCAL, and nothing that it says makes
us write elsewhere. What is here already, unchanged, is not copied again`,
    options: { title: 'options', place: 'get' },
  },
  hosts: {
    text: `tutti hosts TARGET    print the hosts of a target

  tutti hosts @web                   one a line
  tutti hosts --fold @web,db01       db01,web[01-20]
  tutti hosts --count '@all!@db'     how many
  tutti hosts --json @web            for a program
  tutti hosts 'r[1-2]n[01-16/5]'     expands without an inventory, too`,
    options: { title: 'options', place: 'hosts' },
  },
  inventory: {
    text: `tutti inventory check [FILE]    every mistake with its place, or what is in it
tutti inventory explain HOST    its values, and where each was written
tutti inventory import FILE     the same as inventory.yaml

  tutti inventory check
  tutti inventory explain db01 --inventory hosts.ini
  tutti inventory import hosts.ini > inventory.yaml
  tutti inventory import hosts --from ansible-ini > inventory.yaml

--inventory and $TUTTI_INVENTORY take any of these files as they are

${rows(inventoryFormats, 14)}

the shortest inventory.yaml:

  version: 1
  hosts: { "web[01-20]": { address: "%h.example.com", user: deploy } }
  groups: { web: { hosts: ["web[01-20]"] } }`,
    options: { title: 'options', place: 'inventory' },
  },
  targets: {
    text: `a target is an expression; quote it where your shell reads [ * ! & or ^

  web01            a host
  web[01-20]       a node set; padding is kept; db[1-9/2] counts by two
  @web             a group
  @all             every host of the inventory
  web*             hosts by wildcard
  @web,db01        both; behind the first @ names may be bare
  @web!web03       the first without the second
  @web&@prod       what is in both
  @web^@prod       what is in exactly one
  @a,@b!c          from left to right: what is in a or b, without c

in the shell also, from the last line that ran:

  @failed @ok      where it failed; where it did well
  @odd @block2     whose answer is not the largest block's; the second block
  @slow @down      which took longest; which are not connected`,
  },
  output: {
    text: `a command's output goes to stdout; its stderr, totals and failures to stderr

  (nothing)    lines as they come, "host: " in front; exact bytes in a pipe
  --raw        the bytes alone; with one host exactly what it sent
  --gather     blocks of equal output under a folded node set, at the end
  --json       one document at the end: {"v":1,"runs":[…]}
  --jsonl      one event a line: run, output, outcome, end, late ("v":1)

lines of two hosts never mix. A line above 64 KB is passed on as it comes, and
the others wait for its end. What reaches a terminal is made safe first`,
  },
  status: {
    text: `the exit status of tutti run, put, get and < lines, of batch_run and batch_scp

${rows(exitMeanings, 8)}

the most serious of several holds: 6, 7, 4, 5, 1. With --exit=max it is the
largest status of the commands, where one failed`,
  },
  debug: {
    text: `--debug, or :debug in the shell: a log of why connections go as they do

  tutti @web --debug                   a file of its own, told at the start
  tutti run web07 --debug=d.log -- id  this file; a log that is there grows
  grep ' web07 ' d.log                 what happened to one host
  grep ' state: ' d.log                how each has come to where it is

a line is a time (UTC), a process, a host and what happened: route, connect,
jump host, handshake, host key, login (which keys, what the host takes), shell,
channel, sftp, watchdog, run, state; ssh: and ssh2: are their own words

neither passwords nor what is typed, sent or printed are in it, but names are:
of hosts, users, files, keys. It is yours alone (0600). At 16 MB it goes on
anew, what came before is FILE.1; of the logs with no name ten are kept`,
  },
  files: {
    text: `the inventory is the first of these that is there

${rows(inventoryPlaces, 40)}

kept for you alone, files 0600 in folders 0700; they can be deleted

${rows(keptFiles, 40)}

a line that begins with a blank is not kept in the history, nothing that is
typed hidden is kept anywhere, a group with record: false keeps no output

${rows(variables, 20)}

--color wins over NO_COLOR, that over FORCE_COLOR, that over TERM`,
  },
  completion: {
    text: `tutti completion SHELL    print a script that makes Tab complete lines of tutti,
                          batch_run and batch_scp: verbs, options, hosts …

  bash  in ~/.bashrc:                 eval "$(tutti completion bash)"
  zsh   in ~/.zshrc, below compinit:  eval "$(tutti completion zsh)"
  fish  in ~/.config/fish/conf.d:     tutti completion fish > tutti.fish

the names come from the inventory that the line would use; @failed and the
other sets of the last run are completed at tutti's own prompt`,
  },
  batch_run: {
    text: `batch_run -h HOSTS -g GROUPS -cmd "COMMAND"    one command on many hosts

  batch_run -h h1,h2,h3 -g web_clusters,db_servers -cmd "df -h"
  batch_run -h 'web[01-20]' -cmd uptime
  batch_run -g web_clusters -cmd "sleep 60" -timeout 10 -f 50

${ownOptions('batch_run')}`,
    options: { title: 'options, with one dash or two', place: 'batch_run' },
  },
  batch_scp: {
    text: `batch_scp -h HOSTS -g GROUPS -action put|get -local PATH -remote PATH

  batch_scp -h h1,h2 -g web_clusters -action put -local test.py -remote /tmp/
  batch_scp -g web_clusters -action put -local a -local b -remote /srv/
  batch_scp -g web_clusters -action get -remote /etc/hosts -local ./

${ownOptions('batch_scp')}`,
    options: { title: 'options, with one dash or two', place: 'batch_scp' },
  },
} satisfies Readonly<Record<string, Page>>;

function ownOptions(tool: BatchTool): string {
  const own = batchOptions.filter(({ tools }) => tools.includes(tool));
  return rows(
    own.map(({ name, value, summary }) => [`-${name} ${value}`, summary]),
    17,
  );
}

function rows(table: readonly (readonly [string, string])[], column: number): string {
  return table.map(([left, right]) => `  ${left.padEnd(column)}${right}`).join('\n');
}

/** Joined with commas, in lines of 80 characters of which the first has something in front. */
function inLines(words: readonly string[], before: number): string {
  const lines = [''];
  for (const [at, word] of words.entries()) {
    const text = at === words.length - 1 ? word : `${word}, `;
    const line = lines.at(-1) ?? '';
    if (before + line.length + text.trimEnd().length > 80) lines.push(text);
    else lines[lines.length - 1] = line + text;
  }
  return lines.map((line) => line.trimEnd()).join(`\n${' '.repeat(before)}`);
}
