import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { openSftp } from '../../src/transfer/open-sftp.ts';
import type { Sftp } from '../../src/transfer/sftp.ts';
import { LocalConnection } from './local-connection.ts';

/** Debian's openssh-sftp-server. */
export const hasSftpServer = existsSync('/usr/lib/openssh/sftp-server');

export interface SftpPlace {
  readonly sftp: Sftp;
  readonly connection: LocalConnection;
  /** A folder of the "host"; where its logins start. */
  readonly folder: string;
}

/** A real SFTP server of this machine, in a folder of its own; all of it is gone with the test. */
export async function sftpPlace(): Promise<SftpPlace> {
  const { connection, folder } = localHost();
  const sftp = await openSftp(await connection.subsystem('sftp'));
  return { sftp, connection, folder };
}

/** A connection to this machine whose logins start in a folder of their own. */
export function localHost(): Pick<SftpPlace, 'connection' | 'folder'> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tutti-sftp-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { connection: localHostAt(folder), folder };
}

/** A further connection to the same "host". */
export function localHostAt(folder: string): LocalConnection {
  const env = { PATH: process.env.PATH ?? '', HOME: folder };
  const connection = new LocalConnection({ env, cwd: folder });
  onTestFinished(() => connection.killAll());
  return connection;
}
