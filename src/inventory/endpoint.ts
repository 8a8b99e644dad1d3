/** A host as other tools write it: `admin@web01:2222`, `[fe80::1]:22`. */
export interface Endpoint {
  readonly name: string;
  readonly user?: string;
  readonly port?: number;
}

/** `[fe80::1]`, with a user and a port perhaps: no section, and no range of Ansible's. */
export const isBracketedAddress = (text: string): boolean =>
  /^(?:[^\s@[]+@)?\[[0-9a-f]*:[0-9a-f.]*:[0-9a-f:.]*(?:%\w+)?\](?::\d+)?$/i.test(text);

/** An address with several colons is IPv6, and has a port only behind brackets. */
export function readEndpoint(written: string): Endpoint {
  const text = written.replace(/^ssh:\/\/(.+?)\/?$/, '$1');
  const at = text.lastIndexOf('@');
  const user = at > 0 ? { user: text.slice(0, at) } : {};
  const rest = at > 0 ? text.slice(at + 1) : text;
  const bracketed = /^\[([0-9a-fA-F:.%\w]*:[0-9a-fA-F:.%\w]*)\](?::(\d+))?$/.exec(rest);
  if (bracketed) return { name: bracketed[1] ?? '', ...user, ...portOf(bracketed[2]) };
  const colons = rest.split(':').length - 1;
  const plain = colons === 1 ? /^(.+):(\d+)$/.exec(rest) : null;
  return plain ? { name: plain[1] ?? '', ...user, ...portOf(plain[2]) } : { name: rest, ...user };
}

/** `root:secret@web01`, as in URLs. The text is not told again: it is a password. */
export const holdsPassword = ({ user = '' }: Endpoint): boolean => /^[^:@]*:[^:@]*$/.test(user);

export const passwordInName =
  'there is a password beside the user – write user@host here, and the password in an inventory.yaml, as password: { prompt: once }';

/** A port of TCP; nothing for what is none. */
export function asPort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

const portOf = (text: string | undefined): { port?: number } =>
  text === undefined ? {} : { port: asPort(text) ?? 0 };
