import { createHash } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { expandTilde } from './ssh-home.ts';

/** What the tokens of ssh_config(5), TOKENS, stand for. */
export interface TokenPlace {
  /** As it was typed: %n. */
  readonly name: string;
  /** What is dialled: %h. */
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly home: string;
  /** %k; absent: the name. */
  readonly hostKeyAlias?: string;
}

/** @throws Error for a token that there is not. */
export function expandTokens(text: string, place: TokenPlace): string {
  return text.replace(/%(.?)/g, (token, letter: string) => {
    const value = standsFor(letter, place);
    if (value === undefined) throw new Error(`unknown token ${token} in ${text}`);
    return value;
  });
}

function standsFor(letter: string, place: TokenPlace): string | undefined {
  const { address, port, user } = place;
  switch (letter) {
    case '%':
      return '%';
    case 'h':
      return address;
    case 'n':
      return place.name;
    case 'p':
      return String(port);
    case 'r':
      return user;
    case 'k':
      return place.hostKeyAlias ?? place.name;
    case 'd':
      return place.home;
    case 'u':
      return userInfo().username;
    case 'i':
      return String(userInfo().uid);
    case 'l':
      return hostname();
    case 'L':
      return hostname().replace(/\..*$/, '');
    case 'j':
      return '';
    case 'C':
      return createHash('sha1').update(`${hostname()}${address}${port}${user}`).digest('hex');
    default:
      return undefined;
  }
}

/** A file name of ssh_config(5): `~`, `~user`, `${NAME}`, tokens. @throws Error for what there is not. */
export function expandPath(
  text: string,
  place: TokenPlace,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const known = text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    const value = env[name];
    if (value === undefined) throw new Error(`no variable ${name}, which ${text} names`);
    return value;
  });
  return expandTokens(expandTilde(known, place.home), place);
}
