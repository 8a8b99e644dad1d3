/** A host as other tools write it: `admin@web01:2222`, `[fe80::1]:22`. */
export interface Endpoint {
  readonly name: string;
  readonly user?: string;
  readonly port?: number;
}

/** An address with several colons is IPv6, and has a port only behind brackets. */
export function readEndpoint(text: string): Endpoint {
  const at = text.lastIndexOf('@');
  const user = at > 0 ? { user: text.slice(0, at) } : {};
  const rest = at > 0 ? text.slice(at + 1) : text;
  const bracketed = /^\[([0-9a-fA-F:.%\w]*:[0-9a-fA-F:.%\w]*)\](?::(\d+))?$/.exec(rest);
  if (bracketed) return { name: bracketed[1] ?? '', ...user, ...portOf(bracketed[2]) };
  const colons = rest.split(':').length - 1;
  const plain = colons === 1 ? /^(.+):(\d+)$/.exec(rest) : null;
  return plain ? { name: plain[1] ?? '', ...user, ...portOf(plain[2]) } : { name: rest, ...user };
}

/** A port of TCP; nothing for what is none. */
export function asPort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

const portOf = (text: string | undefined): { port?: number } =>
  text === undefined ? {} : { port: asPort(text) ?? 0 };
