import type { Algorithms } from 'ssh2';
import type { AlgorithmKind, SshSettings } from '../ssh-config/settings.ts';
import { ConnectError } from './channel.ts';

/** What is offered to a server, fastest first; nothing that relies on SHA-1. */
const usual: Readonly<Record<AlgorithmKind, readonly string[]>> = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group-exchange-sha256',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group18-sha512',
    'diffie-hellman-group14-sha256',
  ],
  serverHostKey: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
  cipher: [
    'aes128-gcm@openssh.com',
    'aes256-gcm@openssh.com',
    'chacha20-poly1305@openssh.com',
    'aes128-ctr',
    'aes192-ctr',
    'aes256-ctr',
  ],
  hmac: [
    'hmac-sha2-256-etm@openssh.com',
    'hmac-sha2-512-etm@openssh.com',
    'hmac-sha2-256',
    'hmac-sha2-512',
  ],
};

/** ssh2 has these too; they are offered if the operator has configured them, with a notice when they are used. */
const weak: Readonly<Record<AlgorithmKind, readonly string[]>> = {
  kex: [
    'diffie-hellman-group14-sha1',
    'diffie-hellman-group-exchange-sha1',
    'diffie-hellman-group1-sha1',
  ],
  serverHostKey: ['ssh-rsa', 'ssh-dss'],
  cipher: ['aes128-cbc', 'aes192-cbc', 'aes256-cbc', '3des-cbc'],
  hmac: ['hmac-sha1-etm@openssh.com', 'hmac-sha1', 'hmac-md5'],
};

const keywords: Readonly<Record<AlgorithmKind, string>> = {
  kex: 'KexAlgorithms',
  serverHostKey: 'HostKeyAlgorithms',
  cipher: 'Ciphers',
  hmac: 'MACs',
};

/**
 * `knownTypes`: the types of the keys in known_hosts, which the server is asked for first. @throws ConnectError if
 * ssh's configuration allows none that ssh2 has
 */
export function offeredAlgorithms(
  knownTypes: readonly string[],
  { algorithms, compression }: Pick<SshSettings, 'algorithms' | 'compression'>,
): Algorithms {
  const of = (kind: AlgorithmKind) => chosen(kind, algorithms[kind]);
  const known = knownTypes.flatMap((type) =>
    type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [type],
  );
  const hostKeys = of('serverHostKey');
  const first = hostKeys.filter((type) => known.includes(type));
  const offer = {
    kex: of('kex'),
    serverHostKey: [...first, ...hostKeys.filter((type) => !first.includes(type))],
    cipher: of('cipher'),
    hmac: of('hmac'),
    compress: compression ? ['zlib@openssh.com', 'none'] : ['none'],
  };
  return offer as Algorithms;
}

function chosen(kind: AlgorithmKind, wanted: readonly string[] | undefined): readonly string[] {
  if (wanted === undefined) return usual[kind];
  const ours = [...usual[kind], ...weak[kind]];
  const both = wanted.filter((name) => ours.includes(name));
  if (both.length > 0) return both;
  const message = `ssh2 has none of the ${keywords[kind]} of ssh's configuration (${wanted.join(',')}) – add one, or set transport: openssh`;
  const needsOpenssh = `${keywords[kind]} ${wanted.join(',')}`;
  throw new ConnectError({ kind: 'protocol', message, needsOpenssh }, false);
}

/** The agreed algorithms that should no longer be used. */
export const weakOnes = (agreed: readonly string[]): string[] =>
  agreed.filter((name) => Object.values(weak).some((names) => names.includes(name)));
