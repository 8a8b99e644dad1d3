/** The command of this line that takes a host down or destroys what it holds, e.g. `rm -rf /etc`; undefined: none does. */
export function destructiveCommand(line: string): string | undefined {
  for (const command of line.split(/&&|\|\||[;&|\n(){}`]/)) {
    const words = command.trim().split(/\s+/);
    const at = words.findIndex((word) => !/^\w+=/.test(word) && !before.test(word));
    if (at < 0) continue;
    const [program = '', ...args] = words.slice(at).map((word) => word.replaceAll(/["'\\]/g, ''));
    const name = program.replace(/^.*\//, '');
    if (rules.some((rule) => rule(name, args))) return words.slice(at).join(' ');
  }
  return undefined;
}

/** Words in front of the program, and options of theirs that take no word. */
const before = /^(?:sudo|env|exec|command|nohup|nice|time|do|then|else|!|-[AbEHnS]+)$/;

type Rule = (name: string, args: readonly string[]) => boolean;

const down = new Set(['reboot', 'shutdown', 'halt', 'poweroff', 'kexec']);
const disks = new Set([
  'fdisk',
  'sfdisk',
  'parted',
  'wipefs',
  'blkdiscard',
  'shred',
  'lvremove',
  'vgremove',
]);
const stopping = new Set([
  'stop',
  'disable',
  'mask',
  'kill',
  'isolate',
  'reboot',
  'poweroff',
  'halt',
  'emergency',
  'rescue',
]);
const accounts = new Set(['userdel', 'deluser', 'groupdel']);

/** `/`, `/*`, `/etc`, `/var/*`, `~`: what a host cannot do without. */
const isVital = (path: string): boolean =>
  /^(?:\/+\*?|\/+(?:bin|boot|dev|etc|home|lib\w*|opt|proc|root|run|sbin|srv|sys|usr|var)\/*\*?|~\/?\*?|\.\.?|\*)$/.test(
    path,
  );
const hasFlag = (args: readonly string[], letters: RegExp, long?: string): boolean =>
  args.some((arg) => (/^-[^-]/.test(arg) && letters.test(arg)) || arg === long);

const rules: readonly Rule[] = [
  (name) => down.has(name) || disks.has(name) || accounts.has(name) || /^mkfs(?:\.|$)/.test(name),
  (name, args) => /^(?:init|telinit)$/.test(name) && /^[016]$/.test(args[0] ?? ''),
  (name, args) => name === 'rm' && hasFlag(args, /[rR]/, '--recursive') && args.some(isVital),
  (name, args) =>
    /^(?:chmod|chown)$/.test(name) && hasFlag(args, /R/, '--recursive') && args.some(isVital),
  (name, args) => name === 'dd' && args.some((arg) => arg.startsWith('of=/dev/')),
  (name, args) =>
    name === 'systemctl' && stopping.has(args.find((arg) => !arg.startsWith('-')) ?? ''),
  (name, args) => name === 'service' && args[1] === 'stop',
  (name, args) => name === 'kill' && args.at(-1) === '-1' && args.length > 1,
  (name) => name === 'killall5',
  (name, args) =>
    /^(?:iptables|ip6tables|nft)$/.test(name) &&
    args.some((arg) => /^(?:-F|--flush|flush)$/.test(arg)),
  (name, args) =>
    (name === 'ip' && args[0] === 'link' && args.includes('down')) || name === 'ifdown',
  (name, args) =>
    /^(?:apt|apt-get|yum|dnf)$/.test(name) &&
    /^(?:remove|purge|autoremove|erase)$/.test(args.find((arg) => !arg.startsWith('-')) ?? ''),
];
