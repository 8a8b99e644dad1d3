import type { Route } from './route.ts';

/** Reports, once per host, which directives of ssh's configuration ssh2 does not follow there. */
export class Unfollowed {
  readonly #told = new Set<string>();

  tell(route: Route, notice: (text: string) => void): void {
    for (const { name, ssh } of [...route.hops, route]) {
      if (ssh.onlyOpenssh.length === 0 || this.#told.has(name)) continue;
      this.#told.add(name);
      const where = name === route.name ? '' : ` of jump host ${name}`;
      const what = ssh.onlyOpenssh.join(', ');
      notice(`not looked at by ssh2: ${what}${where} – transport: openssh does, by ssh itself`);
    }
  }
}
