import type { ListingQuery } from '../../domain/listing.ts';
import { Lister } from '../../remote-host/listing.ts';
import type { KnownNames } from '../../shell/known-names.ts';
import { RemoteNames } from './remote-names.ts';
import { shellHere } from './shell-here.ts';

export interface LocalNames {
  ask(query: ListingQuery): KnownNames | undefined;
  close(): void;
}

/** At most so many shells at once; one that waits for a dead file server does not hold up the others. */
const mostShells = 4;

/**
 * Names on our own machine, listed by child shells as on a host. A dead file server then blocks neither the screen nor
 * our exit; a thread of ours waiting for it would.
 */
export function localNames(changed: () => void): LocalNames {
  const listers: { readonly lister: Lister; asked: number }[] = [];
  const names = new RemoteNames(
    {
      states: { get: () => ({ kind: 'ready' }) },
      list: ([name = ''], query, tell) => void list(query).then((found) => tell(name, found)),
    },
    changed,
  );
  return {
    ask: (query) => names.ask(['here'], query),
    close() {
      for (const { lister } of listers) lister.close();
    },
  };

  async function list(query: ListingQuery): Promise<string | undefined> {
    const one = leastAsked();
    one.asked += 1;
    const found = await one.lister.list(query, workingFolder());
    one.asked -= 1;
    return found;
  }

  function leastAsked() {
    const [least] = listers.toSorted((a, b) => a.asked - b.asked);
    if (least && (least.asked === 0 || listers.length === mostShells)) return least;
    const fresh = { lister: new Lister(async () => shellHere()), asked: 0 };
    listers.push(fresh);
    return fresh;
  }
}

/** As a shell tells it (latin1); undefined: somebody has removed it. */
function workingFolder(): string | undefined {
  try {
    return Buffer.from(process.cwd()).toString('latin1');
  } catch {
    return undefined;
  }
}
