import type { Host } from '../domain/host.ts';
import { isSafeAddress, isSafeUser } from '../domain/safe-word.ts';
import { messageOf } from '../domain/thrown.ts';
import type { SshSettings } from '../ssh-config/settings.ts';
import type { SshQuery } from '../ssh-config/ssh-configs.ts';
import { ConnectError } from './channel.ts';
import type { Route } from './route.ts';

export interface RoutesOptions {
  /** The host of the inventory with this name, for a jump. */
  find(name: string): Host | undefined;
  /** What ssh's configuration says; rejects with an Error that says where it is wrong. */
  configuration(query: SshQuery): Promise<SshSettings>;
}

/** The ways to hosts: over which jump hosts, and how to log in to each. */
export class Routes {
  readonly #options: RoutesOptions;

  constructor(options: RoutesOptions) {
    this.#options = options;
  }

  /** Rejects with `ConnectError`; trying again would not help. */
  to(host: Host): Promise<Route> {
    return this.#to(host, []);
  }

  /** `behind`: the hosts that are reached over this one. */
  async #to(host: Host, behind: readonly string[]): Promise<Route> {
    const settings = await this.#settings(host);
    const over = [...behind, host.name];
    const hops: Route[] = [];
    for (const jump of this.#jumpsOf(host, settings)) {
      if (over.includes(jump.name)) throw roundabout(jump.name);
      // The first may have jump hosts of its own; the others are reached over the one before.
      const route = await this.#to(hops.length > 0 ? { ...jump, jump: [] } : jump, over);
      hops.push(...route.hops, { ...route, hops: [] });
    }
    const { address, port, user, hostKeyCheck, proxyJump: _, ...ssh } = settings;
    const check = host.hostKeyCheck ?? hostKeyCheck;
    return { ...host, address, port, user, hostKeyCheck: check, hops, ssh };
  }

  async #settings(host: Host): Promise<SshSettings> {
    const { name, address, port, user, sshOptions } = host;
    for (const [what, word] of Object.entries({ name, address, user })) {
      if (word !== undefined && !(what === 'user' ? isSafeUser : isSafeAddress)(word))
        throw unsafe(what, word);
    }
    try {
      return await this.#options.configuration({
        name,
        ...(address !== name && { address }),
        ...(port !== undefined && { port }),
        ...(user !== undefined && { user }),
        ...(sshOptions && { options: sshOptions }),
      });
    } catch (error) {
      const why = messageOf(error);
      throw refused(`ssh's configuration: ${why} – mend it, or leave it out: --ssh-config none`);
    }
  }

  /** The inventory wins, even with an empty list. */
  #jumpsOf({ name, jump }: Host, { proxyJump, address }: SshSettings): readonly Host[] {
    const { find } = this.#options;
    if (jump === undefined) {
      const jumps = proxyJump.map((spec) => jumpHost(spec, find));
      // A ProxyJump under `Host *` is not meant for the jump host itself.
      return jumps.filter((each) => each.name !== name && each.name !== address);
    }
    return jump.map((each) => {
      const known = find(each);
      if (known) return known;
      throw refused(`jump host ${each} is not in the inventory – add it under hosts:`);
    });
  }
}

/** `[user@]host[:port]`, or `ssh://…` (ssh(1), -J); the inventory may know more of it. */
function jumpHost(spec: string, find: RoutesOptions['find']): Host {
  const [, user, bracketed, bare, port] =
    /^(?:ssh:\/\/)?(?:(.*)@)?(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?\/?$/.exec(spec) ?? [];
  const name = bracketed ?? bare;
  if (name === undefined) throw refused(`ProxyJump ${spec} is no [user@]host[:port] – mend it`);
  return {
    ...(find(name) ?? { name, address: name, shell: 'auto', vars: {} }),
    ...(user !== undefined && { user }),
    ...(port !== undefined && { port: Number(port) }),
  };
}

const unsafe = (what: string, word: string): ConnectError =>
  refused(
    `the ${what} ${JSON.stringify(word)} could be taken for something else – write a plain one`,
  );

const roundabout = (name: string): ConnectError =>
  refused(`jump host ${name} is reached over itself – take one jump: away`);

const refused = (message: string): ConnectError =>
  new ConnectError({ kind: 'protocol', message }, false);
