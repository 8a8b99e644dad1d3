import { readFileSync, writeFileSync } from 'node:fs';
import { keyType, knownHostName, parseKnownHosts } from '../../host-keys/known-hosts.ts';
import type { SessionKeys } from '../../host-keys/session-keys.ts';
import { keepsNone, keyPlace, sessionName } from '../host-key-check.ts';
import type { Route } from '../route.ts';

/** Makes ssh demand the key that the host has presented since we started, if no file of the operator keeps it. */
export function writeSessionKey(route: Route, file: string, session: SessionKeys): void {
  const key = keepsNone(route) ? session.of(sessionName(route)) : undefined;
  if (key === undefined) return;
  const { address, port } = keyPlace(route);
  const line = `${knownHostName(address, port)} ${keyType(key)} ${key.toString('base64')}\n`;
  writeFileSync(file, line, { mode: 0o600 });
}

/** Keeps a key that ssh has accepted although it was unknown, now or before; undefined if it was known. */
export function keepSessionKey(
  route: Route,
  file: string,
  session: SessionKeys,
): Buffer | undefined {
  const [taken] = keepsNone(route) ? parseKnownHosts(textOf(file)) : [];
  if (taken === undefined) return undefined;
  session.keep(sessionName(route), taken.key);
  return taken.key;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
