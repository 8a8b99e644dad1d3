import { safeText } from '../domain/output.ts';
import { ConnectError } from './channel.ts';
import type { Login } from './login.ts';
import { passwordAdvice } from './password-advice.ts';
import type { Route } from './route.ts';

/** Every method was refused, or could not be used. */
export function loginRefusal(host: Route, { hindrances, left, reason }: Login): ConnectError {
  if (reason !== undefined) return new ConnectError({ kind: 'auth', message: reason }, false);
  const why = hindrances.length > 0 ? ` (${hindrances.join('; ')})` : '';
  const message = `login as ${host.user} refused${why} – ${advice(host, left, hindrances)}`;
  const needsOpenssh = foreign(left);
  return new ConnectError({ kind: 'auth', message, ...(needsOpenssh && { needsOpenssh }) }, false);
}

/** What the host accepts, if ssh2 has none of it. */
function foreign(left: readonly string[] | undefined): string | undefined {
  if (!left || left.length === 0 || left.some((method) => ours.includes(method))) return undefined;
  return `the host takes ${safeText(left.join(', '))} only`;
}

function advice(
  host: Route,
  left: readonly string[] | undefined,
  hindrances: readonly string[],
): string {
  if (left && !left.some((method) => ours.includes(method))) {
    return `the host takes ${safeText(left.join(', ')) || 'nothing'} only, which ssh2 has not`;
  }
  if (host.password) return passwordAdvice(hindrances);
  return left?.includes('password') === false
    ? 'check user: and identity_file:'
    : 'check user: and identity_file:, or set password: {prompt: once}';
}

const ours = ['publickey', 'password', 'keyboard-interactive'];
