import { fitsWildcard } from '../domain/wildcard.ts';
import { nameOf, programAt } from './started-program.ts';

/**
 * The command of this line that takes a host down or destroys what it holds, e.g. `rm -rf /etc`; undefined: none does.
 * `more`: what does so too, a program and words that follow it in this order; `*` is any text.
 */
export function destructiveCommand(line: string, more: readonly string[] = []): string | undefined {
  const wanted = more.map((command) => command.trim().split(/\s+/));
  for (const command of line.split(/&&|\|\||[;&|\n(){}`]/)) {
    const typed = command.trim().split(/\s+/);
    const words = typed.map((word) => word.replaceAll(/["'\\]/g, ''));
    const at = programAt(words);
    const [program = '', ...args] = words.slice(at);
    const name = nameOf(program);
    const given = wanted.some((command) => fits([name, ...args], command));
    if (given || rules.some((rule) => rule(name, args))) return typed.slice(at).join(' ');
  }
  return undefined;
}

/** Options and other words may stand between those that are wanted. */
function fits([name = '', ...args]: readonly string[], wanted: readonly string[]): boolean {
  const [program = '', ...following] = wanted;
  if (!fitsWildcard(name, nameOf(program))) return false;
  let at = 0;
  for (const arg of args) if (fitsWildcard(arg, following[at] ?? '')) at += 1;
  return at >= following.length;
}

type Rule = (name: string, args: readonly string[]) => boolean;

const down = new Set(['reboot', 'shutdown', 'halt', 'poweroff', 'kexec']);
const disks = new Set([
  'fdisk',
  'sfdisk',
  'parted',
  'sgdisk',
  'mkswap',
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

/** `/`, `/*`, `/etc`, `/var/*`, `~`, and `$DIR/*` where that may be empty: what a host cannot do without. */
const isVital = (path: string): boolean =>
  /^(?:\/+|\/+(?:bin|boot|dev|etc|home|lib\w*|opt|proc|root|run|sbin|srv|sys|usr(?:\/\w+)?|var(?:\/lib)?)\/*|~\/?|\.\.?\/?|\$HOME\/?|\$\w+\/)?\*?$/.test(
    path,
  ) && path !== '';
/** A disk of the host, or the kernel, is written to. */
const isRedirect =
  />\s*\/(?:dev\/(?!null|zero|full|shm|std|fd|tty|pts|tcp|udp|log)|proc\/sysrq-trigger)/;
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
  (name, args) => /^(?:rc-)?service$/.test(name) && args[1] === 'stop',
  (name, args) => name === 'initctl' && args[0] === 'stop',
  (name, args) =>
    name === 'find' && args.some(isVital) && args.some((arg) => /^(?:-delete|rm)$/.test(arg)),
  (_, args) => isRedirect.test(args.join(' ')),
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
