/** What tutti reads and keeps, and what of the environment it heeds: for the help and the manual. */
type Table = readonly (readonly [name: string, meaning: string])[];

/** The first that is there holds. */
export const inventoryPlaces: Table = [
  ['--inventory FILE', 'the option wins over all'],
  ['$TUTTI_INVENTORY', 'then the environment'],
  ['./inventory.yaml', "then the project's"],
  ['~/.config/tutti/inventory.yaml', "then the user's own"],
];

export const keptFiles: Table = [
  ['~/.local/state/tutti/history.jsonl', 'the lines that were entered'],
  ['~/.local/state/tutti/runs/', 'every run: its facts, all its output'],
  ['~/.local/state/tutti/debug/', 'logs of --debug, the last ten'],
  ['~/.local/state/tutti/crash.log', 'where a bug of ours ended tutti'],
  ['~/.cache/tutti/', 'compiled code, and names for Tab'],
];

export const variables: Table = [
  ['TUTTI_INVENTORY', 'the inventory'],
  ['TUTTI_KEEP', 'which records stay: 30d,1000,2G, or all'],
  ['XDG_CONFIG_HOME', 'instead of ~/.config; an absolute path, as all XDG_*'],
  ['XDG_STATE_HOME', 'instead of ~/.local/state'],
  ['XDG_CACHE_HOME', 'instead of ~/.cache'],
  ['XDG_RUNTIME_DIR', "ssh's control sockets; else $TMPDIR or /tmp"],
  ['NO_COLOR', 'not empty: no colours'],
  ['FORCE_COLOR', 'colours also in a pipe; 0: none'],
  ['TERM', 'dumb: no colours, no screen'],
  ['SSH_AUTH_SOCK', 'the agent whose keys log in'],
];
