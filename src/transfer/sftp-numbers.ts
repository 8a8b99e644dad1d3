/** Packet types of draft-ietf-secsh-filexfer-02, section 3. */
export const packet = {
  init: 1,
  version: 2,
  open: 3,
  close: 4,
  read: 5,
  write: 6,
  lstat: 7,
  fstat: 8,
  setstat: 9,
  fsetstat: 10,
  opendir: 11,
  readdir: 12,
  remove: 13,
  mkdir: 14,
  rmdir: 15,
  realpath: 16,
  stat: 17,
  rename: 18,
  readlink: 19,
  symlink: 20,
  status: 101,
  handle: 102,
  data: 103,
  name: 104,
  attrs: 105,
  extended: 200,
  extendedReply: 201,
} as const;

/** As the constant is called. */
export const packetName = (type: number): string =>
  Object.entries(packet).find(([, number]) => number === type)?.[0] ?? String(type);

/** Section 7. */
export const status = {
  ok: 0,
  eof: 1,
  noSuchFile: 2,
  permissionDenied: 3,
  failure: 4,
  badMessage: 5,
  unsupported: 8,
} as const;

/** Section 6.3. */
export const openFlags = { read: 1, write: 2, create: 8, exclusive: 32 } as const;

/** Of OpenSSH's PROTOCOL, section 4. */
export const extension = {
  posixRename: 'posix-rename@openssh.com',
  fsync: 'fsync@openssh.com',
  statvfs: 'statvfs@openssh.com',
  limits: 'limits@openssh.com',
  hardlink: 'hardlink@openssh.com',
} as const;
