import type { AnyAuthMethod, ParsedKey } from 'ssh2';
import { fingerprint } from '../host-keys/verdict.ts';
import { LentKey } from './lent-key.ts';

/** What is tried next, without what it says. */
export function methodWords(method: AnyAuthMethod): string {
  switch (method.type) {
    case 'publickey':
      return `publickey, ${keyWords(method.key as ParsedKey)}`;
    case 'agent':
      return method.agent instanceof LentKey
        ? `publickey, ${keyWords(method.agent.publicKey)}`
        : 'publickey, of an agent';
    case 'none':
      return 'none, which asks what it takes';
    default:
      return method.type;
  }
}

/** As `ssh-add -l` names it. */
export const keyWords = (key: ParsedKey): string =>
  [key.type, fingerprint(key.getPublicSSH()), key.comment].filter(Boolean).join(' ');
