import { type Option, options, type Place } from './options.ts';

/** What `tutti --help`, `tutti help TOPIC` and `batch_run --help` print. */
export function helpText(topic?: Topic): string {
  const page = topic === undefined ? overview : pages[topic];
  return `${page().trim()}\n`;
}

export type Topic = 'run' | 'hosts' | 'targets' | 'output' | 'batch_run';

export const topics: readonly Topic[] = ['run', 'hosts', 'targets', 'output', 'batch_run'];

export const isTopic = (word: string): word is Topic => topics.some((topic) => topic === word);

const overview = () => `
tutti – one prompt, every host

  tutti                              the shell; pick hosts there with @
  tutti @web,db01                    the shell, with this target connecting
  tutti --demo                       the shell on embedded hosts, no setup
  tutti run @web -- df -h            one command, no screen
  tutti run @web --gather -- uname   … equal answers once
  tutti @web < lines                 each line on every host, in order
  tutti hosts --fold @web,db01       what a target means
  batch_run -h web01 -g db -cmd "df -h"

  tutti help TOPIC                   ${topics.join(', ')}

options
${optionLines('shell')}
`;

const pages: Readonly<Record<Topic, () => string>> = {
  run: () => `
tutti run TARGET -- COMMAND    one command on every host of the target

  tutti run @web -- df -h                  lines as they come
  tutti run 'web[01-20]' -- 'cd /srv && ls | wc -l'
                                           quoted: for the remote shell
  tutti run @all --gather -- uname -r      equal outputs once
  tutti run @all --jsonl -- id | jq .      for a program
  tutti run @web --timeout 30 -- apt-get update
  tutti run web01 --raw -- cat /etc/motd > motd
  tutti run @web --stdin -- 'cat > /tmp/x' < x

options, before --
${optionLines('run')}
`,
  hosts: () => `
tutti hosts TARGET    print the hosts of a target

  tutti hosts @web                   one a line
  tutti hosts --fold @web,db01       db01,web[01-20]
  tutti hosts --count '@all!@db'     how many

options
${optionLines('hosts')}
`,
  targets: () => `
a target is an expression; quote it where your shell reads [ * ! & or ^

  web01                a host
  web[01-20]           a node set; padding is kept; db[1-9/2] counts by two
  @web                 a group
  @all                 every host of the inventory
  web*                 hosts by wildcard
  @web,db01            both
  @web!web03           the first without the second
  @web&@prod           what is in both
  @web^@prod           what is in exactly one

they are read from left to right
`,
  output: () => `
a command's output goes to stdout; its stderr, totals and failures to stderr

  (nothing)    lines as they come, "host: " in front; exact bytes in a pipe
  --raw        the bytes alone; with one host exactly what it sent
  --gather     blocks of equal output under a folded node set, at the end
  --json       one document at the end: {"v":1,"runs":[…]}
  --jsonl      one event a line: run, output, outcome, end, late ("v":1)

lines of two hosts never mix. A line above 64 KB is passed on as it comes, and
the others wait for its end

exit status
  0 all ok                   5 some hosts unreachable or lost
  1 a command failed         6 host key refused
  2 usage                    7 login failed
  3 inventory                70 a bug of ours
  4 no host reachable        128+n signal n
the most serious of several holds: 6, 7, 4, 5, 1; with --exit=max the largest
remote code
`,
  batch_run: () => `
batch_run -h HOSTS -g GROUPS -cmd "COMMAND"    one command on many hosts

  batch_run -h h1,h2,h3 -g web_clusters,db_servers -cmd "df -h"
  batch_run -h 'web[01-20]' -cmd uptime
  batch_run -g web_clusters -cmd "sleep 60" -timeout 10 -f 50

  -h HOSTS       hosts, joined with commas; node sets too
  -g GROUPS      groups, likewise; -h, -g or both
  -cmd COMMAND   the command, as one word: quote it
  -f N           like --fanout N

options, with one dash or two
${optionLines('batch_run')}
`,
};

function optionLines(place: Place): string {
  const lines = options
    .filter((option) => option.places.includes(place))
    .map((option) => ({ left: typed(option), summary: option.summary }));
  return lines.map(({ left, summary }) => optionLine(left, summary)).join('\n');
}

const leftColumn = 21;

/** A name too long for its column stands on a line of its own. */
function optionLine(left: string, summary: string): string {
  const between = left.length > leftColumn ? `\n${' '.repeat(leftColumn + 4)}` : '  ';
  return `  ${left.padEnd(leftColumn)}${between}${summary}`;
}

function typed({ name, value, optional }: Option): string {
  if (!value) return `--${name}`;
  return optional ? `--${name} [${value}]` : `--${name} ${value}`;
}
