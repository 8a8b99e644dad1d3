/** Programs that draw a whole screen and do not work, or never end, without a terminal. */
const always: ReadonlySet<string> = new Set(
  'vi vim view nvim vimdiff nano pico emacs joe mcedit micro helix hx top htop btop atop iotop iftop nethogs glances nmon watch tmux screen mc ranger ncdu dialog whiptail visudo vipw vigr alsamixer tig lazygit k9s mutt cfdisk nmtui'.split(
    ' ',
  ),
);

/** The same for those that talk to somebody when they are given nothing to do. */
const alone: ReadonlySet<string> = new Set(
  'mysql mariadb psql sqlite3 redis-cli mongosh python python3 ipython node irb php bc ftp sftp telnet'.split(
    ' ',
  ),
);

/** The program that would draw over a pane; undefined where the line has none. */
export function fullScreenProgram(line: string): string | undefined {
  for (const command of line.split(/&&|\|\||[;&\n]/)) {
    const words = command.trim().split(/\s+/);
    const at = words.findIndex((word) => !/^\w+=/.test(word) && !before.has(word));
    const program = words[at]?.replace(/^.*\//, '');
    if (program === undefined || redirected.test(command)) continue;
    if (always.has(program) && !batch.test(command)) return program;
    if (alone.has(program) && at === words.length - 1) return program;
    if (program === 'crontab' && words.includes('-e')) return 'crontab -e';
  }
  return undefined;
}

/** Words in front of the program. */
const before: ReadonlySet<string> = new Set(['sudo', 'env', 'exec', 'command', 'nice', 'time']);
/** Its input or output is a file or another program. */
const redirected = /[|<>]/;
/** It is told not to draw: `top -b -n1`, `emacs --batch`, `tmux ls`, `vim -es`. */
const batch =
  /\s-\w*b|--batch|--version|--help|\s-es\b|^(?:sudo\s+)?\s*(?:tmux|screen)\s+(?:ls|-ls|kill|send|has|new\s+-d|new-session\s+-d|list|-dm)/;
