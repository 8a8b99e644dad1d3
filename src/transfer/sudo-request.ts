import { shellRequest } from '../transport/start-request.ts';

/** `program` as root: without sudo where the login is root already, and never with a question. */
const asRoot = (program: string): string =>
  `if [ "$(id -u)" = 0 ]; then exec ${program}; else exec sudo -n ${program}; fi`;

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

/** The exec request that speaks SFTP as root. */
export const sftpServerRequest: string = shellRequest(
  `for p in ${servers}; do if [ -x "$p" ]; then ${asRoot('"$p"')}; fi; done; echo "there is no sftp-server" >&2; exit 127`,
  'full',
);

/** The exec request for a POSIX shell that reads what we write. */
export const helperRequest = (sudo: boolean): string =>
  shellRequest(sudo ? asRoot('/bin/sh') : 'exec /bin/sh', 'full');
