import { shellQuote } from '../domain/shell-word.ts';

/**
 * For a POSIX shell that reads its commands from us: makes a folder that only its user can enter and that programs may
 * be started from, with the program that sudo takes its password from. Says `DIR folder`, or `NONE`, on a line of its own
 * whatever the account's startup files have printed; then
 * `ASK askpass-pid sudo-pid prompt` for each question. All is taken away when its input ends, and who still asks then
 * gets an empty answer. A connection that is gone would end the shell by SIGPIPE, without a trap; when it is killed, the
 * one that reads the questions comes to their end, and cleans up.
 */
export const openScript = `umask 077
trap '' PIPE
for b in "\${XDG_RUNTIME_DIR-}" "\${TMPDIR-}" /tmp /var/tmp "\${HOME-}"; do
d=
[ -n "$b" ] && d=$(mktemp -d "$b/tutti.XXXXXX") || continue
cat >"$d/askpass" <<'end'
#!/bin/sh
[ $# = 0 ] && exec echo runs
d=\${0%/*} p=
umask 077
mkfifo "$d/$$" && exec 3<>"$d/$$" || exit 1
printf 'ASK %s %s %s\\n' "$$" "$PPID" "$1" 1<>"$d/ask"
IFS= read -r p <&3
rm -f "$d/$$"
[ -n "$p" ] && printf '%s\\n' "$p"
end
chmod 700 "$d/askpass"
[ "$("$d/askpass")" = runs ] && mkfifo "$d/ask" && break
rm -rf "$d"
d=
done 2>/dev/null
look() {
s=
if IFS= read -r s <"/proc/$1/comm"; then
IFS= read -r k <"/proc/$1/task/$1/children"
for c in $k; do IFS= read -r n <"/proc/$c/comm" && s="$s/$n"; done
fi
printf 'SUDO %s %s\\n' "$1" "$s"
} 2>/dev/null
reply() { [ -p "$d/$1" ] && printf '%s\\n' "$2" 1<>"$d/$1"; }
if [ -n "$d" ]; then
clean() { for f in "$d"/[0-9]*; do [ -p "$f" ] && echo 1<>"$f"; done; rm -rf "$d"; }
exec 3<>"$d/ask"
{ while IFS= read -r l; do printf '%s\\n' "$l"; done; clean; } <"$d/ask" 3<&- &
r=$!
trap 'kill $r; clean' EXIT
printf '\\nDIR %s\\n' "$d"
else printf '\\nNONE\\n'; fi
`;

/** Asks what has become of a sudo: `SUDO pid name/names of its children`, without a name when it is gone (proc(5)). */
export const lookScript = (sudo: number): string => `look ${sudo}\n`;

/** An empty answer makes sudo give up. printf is built in: the answer is in no argument list. */
export const replyScript = (askpass: number, answer: string): string =>
  `reply ${askpass} ${shellQuote(answer.replaceAll('\0', ''))}\n`;
