import { type Option, options, type Place } from './options.ts';

/** What `tutti --help`, `tutti help TOPIC` and `batch_run --help` print. */
export function helpText(topic?: Topic): string {
  const page = topic === undefined ? overview : pages[topic];
  return `${page().trim()}\n`;
}

export const topics = [
  'run',
  'put',
  'get',
  'hosts',
  'inventory',
  'targets',
  'output',
  'completion',
  'batch_run',
  'batch_scp',
] as const;

export type Topic = (typeof topics)[number];

export const isTopic = (word: string): word is Topic => topics.some((topic) => topic === word);

const overview = () => `
tutti – one prompt, every host

  tutti                              the shell; pick hosts there with @
  tutti @web,db01                    the shell, with this target connecting
  tutti --demo                       the shell on embedded hosts, no setup
  tutti run @web -- df -h            one command, no screen
  tutti run @web --gather -- uname   … equal answers once
  tutti @web < lines                 each line on every host, in order
  tutti put @web app.conf /etc/app/  files to every host
  tutti get @web /etc/app/ ./        files from every host, into ./HOST/
  tutti hosts --fold @web,db01       what a target means
  tutti inventory explain db01       where each value of a host comes from
  batch_run -h web01 -g db -cmd "df -h"
  batch_scp -h web01 -g db -action put -local test.py -remote /tmp/

  tutti help TOPIC                   ${topics.slice(0, 6).join(', ')},
                                     ${topics.slice(6).join(', ')}

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
  put: () => `
tutti put TARGET LOCAL… REMOTE    files and folders to every host of the target

  tutti put @web app.conf /etc/app/        into that folder
  tutti put @web app.conf /etc/app/new     under that name
  tutti put @web site/ 'conf/*.d' /srv/    folders, with modes and times
  tutti put @web a.service /etc/systemd/system/ --sudo --owner root --mode 644
  tutti put @web app.conf /etc/app/ --backup
  tutti put @all app.conf /etc/app/ --dry-run

a path that ends in / or is a folder there means into it. Each file has its
final name only when it is whole: it is written beside it, compared (SHA-256)
and renamed. What is there already, unchanged, is not copied again

options
${optionLines('put')}
`,
  get: () => `
tutti get TARGET REMOTE… LOCAL    files and folders from every host

  tutti get @web /etc/hosts ./              ./web01/hosts, ./web02/hosts …
  tutti get @web '/var/log/app/*.log' logs  wildcards are read on the host
  tutti get @db /etc/postgresql conf --dry-run

options
${optionLines('get')}
`,
  hosts: () => `
tutti hosts TARGET    print the hosts of a target

  tutti hosts @web                   one a line
  tutti hosts --fold @web,db01       db01,web[01-20]
  tutti hosts --count '@all!@db'     how many

options
${optionLines('hosts')}
`,
  inventory: () => `
tutti inventory check [FILE]           every mistake, or what is in it
tutti inventory explain HOST           its values, and where each was written
tutti inventory import FILE            the same as inventory.yaml

  tutti inventory check
  tutti inventory explain db01 --inventory hosts.ini
  tutti inventory import hosts.ini > inventory.yaml
  tutti inventory import hosts --from ansible-ini > inventory.yaml

--inventory and $TUTTI_INVENTORY take any of these files as they are

${formatLines()}

options
${optionLines('inventory')}
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
  completion: () => `
tutti completion SHELL    print a script that makes Tab complete lines of tutti,
                          batch_run and batch_scp: verbs, options, hosts …

  bash  in ~/.bashrc          eval "$(tutti completion bash)"
  zsh   in ~/.zshrc, below    eval "$(tutti completion zsh)"
        compinit
  fish  once, into its        tutti completion fish > tutti.fish
        conf.d

the names come from the inventory that the line would use; @failed and the
other sets of the last run are completed at tutti's own prompt
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
  batch_scp: () => `
batch_scp -h HOSTS -g GROUPS -action put|get -local PATH -remote PATH

  batch_scp -h h1,h2 -g web_clusters -action put -local test.py -remote /tmp/
  batch_scp -g web_clusters -action put -local a -local b -remote /srv/
  batch_scp -g web_clusters -action get -remote /etc/hosts -local ./
                           ./web01/hosts, ./web02/hosts …

  -h HOSTS       hosts, joined with commas; node sets too
  -g GROUPS      groups, likewise; -h, -g or both
  -action A      put: to the hosts; get: from them
  -local PATH    here; of a put as often as wanted
  -remote PATH   there; of a get as often as wanted
  -f N           like --fanout N

options, with one dash or two
${optionLines('batch_scp')}
`,
};

/** The formats of inventory/formats.ts, which a test holds together. */
const formatTable = [
  ['yaml', 'inventory.yaml, version 1'],
  ['configparser', "Python's: [web01] host = 10.0.0.5, [web] hosts = web01,web02"],
  ['ansible-ini', '[web], [web:vars], [prod:children], web[01:20]'],
  ['ansible-yaml', 'all: with hosts:, children: and vars:'],
  ['script', 'a program that prints JSON for --list, as those of Ansible'],
  ['clustershell', 'groups.conf with its upcalls, groups.d/*.yaml and *.cfg'],
  ['ssh-config', 'the Host names of ~/.ssh/config and of what it includes'],
  ['list', 'one host or node set a line, # for comments'],
] as const;

const formatLines = (): string =>
  formatTable.map(([name, what]) => `  ${name.padEnd(13)}${what}`).join('\n');

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
