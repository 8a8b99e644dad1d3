import { filesBeyondSsh2, moreThanSsh2 } from './beyond-ssh2.ts';
import { type ConnectContext, ConnectError, type Connection, type Transport } from './channel.ts';
import { NoSsh } from './openssh/ssh-program.ts';
import type { Route } from './route.ts';

/** Uses ssh2, and ssh itself for hosts where nothing else will do, with a notice for each of these. */
export function createAutoTransport(ssh2: Transport, openssh: Transport): Transport {
  const reasons = new Map<string, string>();
  const told = new Set<string>();

  async function bySsh(route: Route, context: ConnectContext, why: string): Promise<Connection> {
    const { name } = route;
    context.debug?.(`transport: by ssh itself: ${why}`);
    reasons.delete(name);
    const connection = await openssh.connect(route, context);
    reasons.set(name, why);
    if (!told.has(name)) context.notice(`reached by ssh itself (transport openssh): ${why}`);
    told.add(name);
    return connection;
  }

  return {
    name: 'auto',
    async connect(route, context) {
      const known = reasons.get(route.name) ?? directivesOf(route) ?? tooGoodForPassword(route);
      if (known !== undefined) {
        return bySsh(route, context, known).catch(withoutSsh(() => ssh2.connect(route, context)));
      }
      try {
        return await ssh2.connect(route, context);
      } catch (error) {
        const why = await reasonOf(error, route);
        if (why === undefined || context.signal.aborted) throw error;
        return bySsh(route, context, why).catch(withoutSsh(() => Promise.reject(error)));
      }
    },
  };
}

/** The directives of ssh's configuration that only ssh itself can follow, for the jump hosts too. */
function directivesOf(route: Route): string | undefined {
  const names = [route, ...route.hops].flatMap(({ ssh }) => ssh.onlyOpenssh);
  return names.length === 0 ? undefined : [...new Set(names)].join(', ');
}

/** Before a password is asked for, everything that makes it unnecessary is tried. */
const tooGoodForPassword = (route: Route): string | undefined =>
  route.password && filesBeyondSsh2(route);

async function reasonOf(error: unknown, route: Route): Promise<string | undefined> {
  if (!(error instanceof ConnectError)) return undefined;
  const { kind, needsOpenssh } = error.failure;
  if (needsOpenssh !== undefined || kind !== 'auth') return needsOpenssh;
  // A password that was refused is not sent again.
  return route.password ? undefined : (filesBeyondSsh2(route) ?? moreThanSsh2(route));
}

/** Without ssh, we do what ssh2 can do. */
const withoutSsh =
  (rest: () => Promise<Connection>) =>
  (error: unknown): Promise<Connection> => {
    if (error instanceof NoSsh) return rest();
    throw error;
  };
