/**
 * SFTP version 3 as one host speaks it (draft-ietf-secsh-filexfer-02, and OpenSSH's PROTOCOL for the extensions).
 * Every call settles: it rejects with `SftpError`, of kind `lost` when the channel ends first.
 */
export interface Sftp {
  /** What the server announced, e.g. `posix-rename@openssh.com`. */
  readonly extensions: ReadonlySet<string>;
  /** The most bytes that one `write` may have. */
  writeSize(): Promise<number>;
  /** The absolute path; `.` is where the login starts. */
  realPath(path: string): Promise<string>;
  /** Follows links. */
  stat(path: string): Promise<Attributes>;
  /** Does not follow a link. */
  lstat(path: string): Promise<Attributes>;
  /** `create`: fails where the name is taken, also by a link. `rewrite`: an existing file, kept as it is. */
  open(path: string, how: 'read' | 'create' | 'rewrite', mode?: number): Promise<SftpFile>;
  /** Without `.` and `..`. In the order of the server; names are as the server gave them: check before use. */
  readFolder(path: string): Promise<FolderEntry[]>;
  makeFolder(path: string, mode?: number): Promise<void>;
  remove(path: string): Promise<void>;
  removeFolder(path: string): Promise<void>;
  /** Replaces `to` at once where the server can (posix-rename), else fails when `to` is there. */
  rename(from: string, to: string): Promise<void>;
  /** A second name for a file; `unsupported` where the server cannot. */
  hardLink(from: string, to: string): Promise<void>;
  setAttributes(path: string, attributes: NewAttributes): Promise<void>;
  readLink(path: string): Promise<string>;
  /** A link at `path` that says `target`. */
  makeLink(target: string, path: string): Promise<void>;
  /** Bytes free for this user; absent where the server cannot tell. */
  freeSpace(path: string): Promise<number | undefined>;
  close(): void;
}

export interface SftpFile {
  /** At most `length` bytes, maybe fewer; `undefined` at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array | undefined>;
  /** At most `writeSize` bytes. */
  write(offset: number, bytes: Uint8Array): Promise<void>;
  attributes(): Promise<Attributes>;
  setAttributes(attributes: NewAttributes): Promise<void>;
  /** To the disk, where the server can (fsync@openssh.com). */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface Attributes {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** As told: `/proc` files tell 0, and a server may lie. */
  readonly size: number;
  /** Permission bits, with setuid, setgid and sticky. */
  readonly mode: number;
  /** Seconds since 1970. */
  readonly modified: number;
  readonly accessed: number;
  readonly uid: number;
  readonly gid: number;
}

export interface NewAttributes {
  readonly mode?: number;
  /** Both or neither (the protocol's rule). */
  readonly times?: { readonly accessed: number; readonly modified: number };
  readonly owner?: { readonly uid: number; readonly gid: number };
  readonly size?: number;
}

export interface FolderEntry {
  readonly name: string;
  /** The name is not UTF-8: these are its bytes, and `name` cannot be opened. */
  readonly bytes?: Uint8Array;
  readonly attributes: Attributes;
}

export type SftpErrorKind =
  | 'absent'
  | 'denied'
  | 'failed'
  | 'unsupported'
  | 'protocol'
  /** The channel or the connection ended: it may or may not have been done. */
  | 'lost';

export class SftpError extends Error {
  override readonly name = 'SftpError';
  readonly kind: SftpErrorKind;

  /** `message` is safe to show. */
  constructor(kind: SftpErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
