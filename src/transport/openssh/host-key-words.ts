import type { Failure } from '../../domain/failure.ts';
import type { SessionKeys } from '../../host-keys/session-keys.ts';
import { fingerprint } from '../../host-keys/verdict.ts';
import { ConnectError } from '../channel.ts';
import { HostKeyCheck } from '../host-key-check.ts';
import type { Route } from '../route.ts';
import type { LoginLog } from './login-log.ts';

/**
 * The notice that ssh has accepted an unknown key; undefined if it was known. `unchecked`: the key, if no file keeps
 * it.
 */
export function hostKeyNotice(
  { hostKeyCheck, knownHosts, ssh }: Route,
  log: LoginLog,
  shown: Buffer | undefined,
  unchecked: Buffer | undefined,
): string | undefined {
  const file = knownHosts ?? ssh.userKnownHosts[0] ?? 'none';
  if (unchecked) {
    const how =
      hostKeyCheck === 'no' ? `not checked (host_key_check: no)` : `accepted, ${file} keeps none`;
    return `host key ${how}: ${fingerprint(unchecked)}`;
  }
  if (!/^Warning: Permanently added/m.test(log.text)) return undefined;
  return `host key recorded in ${file}${shown ? `: ${fingerprint(shown)}` : ''}`;
}

/** Why ssh has refused the host's key, in our own words where they fit; undefined if it has not. */
export function hostKeyFailure(
  route: Route,
  log: LoginLog,
  shown: Buffer | undefined,
  session: SessionKeys,
): ConnectError | undefined {
  if (!log.words.includes('Host key verification failed.')) return undefined;
  const words = log.words.filter((line) => ofHostKeys.test(line));
  const message = `host key refused by ssh: ${words.join(' ')} – compare it with the host's own`;
  const ours = shown && refusalOf(route, shown, session);
  return new ConnectError(ours ?? { kind: 'host-key', message }, false);
}

/** Without the line that says no more than that. */
const ofHostKeys =
  /host key (?:is|for)|no \S+ host key|host identification has changed|revoked|certificate/i;

/** The refusal, with the key for a person to accept. */
function refusalOf(route: Route, shown: Buffer, session: SessionKeys): Failure | undefined {
  const hostKeyCheck = route.hostKeyCheck === 'ask' ? 'ask' : 'yes';
  const check = new HostKeyCheck({ ...route, hostKeyCheck }, () => {}, session);
  check.accepts(shown);
  // That failure is about ssh2.
  return check.refusal?.needsOpenssh ? undefined : check.refusal;
}
