import { ChannelRefused, ConnectError } from '../transport/channel.ts';
import { openSftp } from './open-sftp.ts';
import { openWhenAllowed } from './open-when-allowed.ts';
import { type DigestOptions, readBackDigest } from './read-back-digest.ts';
import { RemoteShell } from './remote-shell.ts';
import { type Sftp, SftpError } from './sftp.ts';
import { helperRequest, isPlainPath, sftpServerRequest } from './sudo-request.ts';
import type { TransferContext } from './transfer-context.ts';
import { TransferRefused } from './transfer-refused.ts';

/** A second program is worth its start for files of this size, bytes. */
const large = 4 * 1024 * 1024;
/** Up to here, bytes, reading a file back costs less than starting a program for it. */
const small = 32 * 1024;

/** The remote side of a transfer: its files, and what SFTP alone cannot tell about them. */
export interface RemotePlace {
  readonly sftp: Sftp;
  /** The absolute path of one that was typed: `~` is the login's home, a relative one begins at `cwd`. */
  resolve(path: string): Promise<string>;
  /**
   * SHA-256, in hex, of a remote file: by a program of the host, else by reading it back.
   * Rejects with `SftpError`.
   */
  digest(path: string, options?: DigestOptions): Promise<string>;
  /** Whether a file can be made in it, found out without making one; undefined where the host cannot tell. */
  canWriteInto(folder: string): Promise<boolean | undefined>;
  /** The numbers of an owner and a group given by name or number; rejects with `TransferRefused` for an unknown one. */
  ownership(names: {
    readonly owner?: string;
    readonly group?: string;
  }): Promise<{ readonly uid?: number; readonly gid?: number }>;
  close(): void;
}

/**
 * Opens SFTP on the connection; with `sudo`, as root, where need be with a password.
 * Rejects with `TransferRefused` where there is no SFTP or no right to become root, saying what to do.
 */
export async function openRemotePlace(
  context: Pick<TransferContext, 'connection' | 'cwd' | 'signal' | 'askpass' | 'debug'>,
  { sudo = false }: { readonly sudo?: boolean },
): Promise<RemotePlace> {
  const { connection, cwd, signal } = context;
  const opening = sudo
    ? openAsRoot(context)
    : openWhenAllowed(() => connection.subsystem('sftp'), signal).then(async (channel) => ({
        sftp: await openSftp(channel, context.debug),
        askpass: undefined,
      }));
  const { sftp, askpass } = await opening.catch((error) => {
    throw refusal(error, sudo);
  });
  const shell = new RemoteShell(connection, helperRequest(sudo, askpass));

  return {
    sftp,

    async resolve(path) {
      if (path === '' || path.includes('\0')) {
        throw refused('the remote path is empty or holds a NUL byte – write /tmp/');
      }
      if (/^~[^/]/.test(path)) {
        throw refused(`${path}: only your own home is known as ~ – write its whole path`);
      }
      if (path.startsWith('/')) return path;
      const home = path.startsWith('~') || cwd === undefined;
      const start = home ? await sftp.realPath('.') : cwd;
      return `${start.replace(/\/$/, '')}/${path.replace(/^~\/?|^\.\/|^\.$/, '')}`;
    },

    async digest(path, { length, size = length ?? 0 } = {}) {
      const told = size <= small ? undefined : await shell.digest(path, length, size >= large);
      return told ?? readBackDigest(sftp, path, { size, ...(length !== undefined && { length }) });
    },

    canWriteInto: (folder) => shell.canWriteInto(folder),

    async ownership({ owner, group }) {
      const uid = owner === undefined ? {} : { uid: await shell.id('user', owner) };
      const gid = group === undefined ? {} : { gid: await shell.id('group', group) };
      return { ...uid, ...gid };
    },

    close() {
      shell.close();
      sftp.close();
    },
  };
}

/** First without a question; where sudo wants a password, by the program that asks for it. */
async function openAsRoot({
  connection,
  signal,
  askpass,
  debug,
}: Pick<TransferContext, 'connection' | 'signal' | 'askpass' | 'debug'>): Promise<{
  readonly sftp: Sftp;
  readonly askpass: string | undefined;
}> {
  const open = async (program?: string) => {
    const channel = () => connection.exec(sftpServerRequest(program));
    return {
      sftp: await openSftp(await openWhenAllowed(channel, signal), debug),
      askpass: program,
    };
  };
  try {
    return await open();
  } catch (error) {
    if (askpass === undefined || !(error instanceof SftpError) || !/password/.test(error.message)) {
      throw error;
    }
    const program = await askpass().catch(() => undefined);
    if (program === undefined || !isPlainPath(program)) throw error;
    return open(program);
  }
}

const refused = (message: string) => new TransferRefused({ kind: 'file', message });

function refusal(error: unknown, sudo: boolean): unknown {
  if (error instanceof ConnectError) return new SftpError('lost', error.failure.message);
  if (error instanceof ChannelRefused) {
    return refused(
      'no SFTP there: it is switched off (Subsystem sftp in its sshd_config), or the server allows no further channel (MaxSessions)',
    );
  }
  if (!(error instanceof SftpError) || error.kind === 'lost') return error;
  if (!sudo) return refused(error.message);
  const why = error.message.replace(/^no SFTP there \((.*)\)$/, '$1');
  return refused(
    /password|sudo/.test(why)
      ? `sudo wants a password there (${why}) – type it when asked, allow it without one (NOPASSWD), or leave --sudo out`
      : `cannot copy as root: ${why}`,
  );
}
