export interface Verb {
  readonly name: string;
  /** What follows it. */
  readonly usage: string;
  readonly summary: string;
}

/** The first words of `tutti` that are no target. Parsing, help, completion and the manual go by this list. */
export const verbs: readonly Verb[] = [
  { name: 'run', usage: 'TARGET -- COMMAND', summary: 'one command, no screen' },
  { name: 'put', usage: 'TARGET LOCAL… REMOTE', summary: 'files to every host' },
  { name: 'get', usage: 'TARGET REMOTE… LOCAL', summary: 'files from every host' },
  { name: 'hosts', usage: 'TARGET', summary: 'what a target means' },
  {
    name: 'inventory',
    usage: 'check|explain|import',
    summary: 'look at an inventory, or take one over',
  },
  { name: 'completion', usage: 'bash|zsh|fish', summary: 'print a script for Tab in your shell' },
  { name: 'help', usage: '[TOPIC]', summary: 'this help, or more on a topic' },
  { name: 'version', usage: '', summary: 'the version, and those of Node, ssh2 and OpenSSH' },
];
