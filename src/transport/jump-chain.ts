import type { Host } from '../domain/host.ts';
import { ConnectError } from './channel.ts';

/** The jump hosts on the way to `host`, the nearest to us first; the first of them may have its own. @throws ConnectError */
export function jumpChain(host: Host, find: (name: string) => Host | undefined): readonly Host[] {
  let chain: readonly Host[] = [];
  for (let next: Host | undefined = host; next?.jump?.length; next = chain[0]) {
    const before = next.jump.map((name) => find(name) ?? unknown(name));
    const again = before.find((jump) => jump.name === host.name || chain.includes(jump));
    if (again)
      throw refused(`jump host ${again.name} is reached over itself – take one jump: away`);
    chain = [...before, ...chain];
  }
  return chain;
}

function unknown(name: string): never {
  throw refused(`jump host ${name} is not in the inventory – add it under hosts:`);
}

const refused = (message: string): ConnectError =>
  new ConnectError({ kind: 'protocol', message }, false);
