import { shellRequest } from '../remote-host/start-request.ts';

/** `program` as root: without sudo where the login is root already, and with no question but by `askpass`. */
function asRoot(program: string, askpass?: string): string {
  const sudo = askpass === undefined ? 'sudo -n' : `env SUDO_ASKPASS=${askpass} sudo -A`;
  return `if [ "$(id -u)" = 0 ]; then exec ${program}; else exec ${sudo} ${program}; fi`;
}

/** Where the distributions put OpenSSH's server. */
const servers = [
  '/usr/lib/openssh/sftp-server',
  '/usr/libexec/openssh/sftp-server',
  '/usr/libexec/sftp-server',
  '/usr/lib/ssh/sftp-server',
  '/usr/lib/sftp-server',
  '/usr/lib64/misc/sftp-server',
  '/usr/local/libexec/sftp-server',
].join(' ');

/** The exec request that speaks SFTP as root. `askpass`: a program's path, see `isPlainPath`. */
export const sftpServerRequest = (askpass?: string): string =>
  shellRequest(
    `for p in ${servers}; do if [ -x "$p" ]; then ${asRoot('"$p"', askpass)}; fi; done; echo "there is no sftp-server" >&2; exit 127`,
    'full',
  );

/** The exec request for a POSIX shell that reads what we write. */
export const helperRequest = (sudo: boolean, askpass?: string): string =>
  shellRequest(sudo ? asRoot('/bin/sh', askpass) : 'exec /bin/sh', 'full');

/** An exec request can hold it in any login shell as it is. */
export const isPlainPath = (path: string): boolean => /^[\w./-]+$/.test(path);
