import type { Host } from '../domain/host.ts';
import { safeText } from '../domain/output.ts';
import { ConnectError } from './channel.ts';
import { type Login, loginName } from './login.ts';

/** Every method was refused, or could not be used. */
export function loginRefusal(host: Host, { hindrances, left }: Login): ConnectError {
  const why = hindrances.length > 0 ? ` (${hindrances.join('; ')})` : '';
  const message = `login as ${loginName(host)} refused${why} – ${advice(host, left)}`;
  return new ConnectError({ kind: 'auth', message }, false);
}

function advice(host: Host, left: readonly string[] | undefined): string {
  if (left && !left.some((method) => ours.includes(method))) {
    return `the host takes ${safeText(left.join(', ')) || 'nothing'} only, which ssh2 has not`;
  }
  if (host.password) return 'check user: and password:';
  return left?.includes('password') === false
    ? 'check user: and identity_file:'
    : 'check user: and identity_file:, or set password: {prompt: once}';
}

const ours = ['publickey', 'password', 'keyboard-interactive'];
