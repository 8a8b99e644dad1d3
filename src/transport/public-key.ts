import { readFileSync } from 'node:fs';
import type { ParsedKey } from 'ssh2';
import { ssh2Parts } from './ssh2-parts.ts';

/**
 * The public half of an identity file: from `FILE.pub`, else from the file itself if it can be read without opening the
 * key. The file may hold only the public half, if an agent has the other (ssh_config(5), IdentityFile).
 */
export function publicKeyOf(file: string): ParsedKey | undefined {
  return fromPublicFile(`${file}.pub`) ?? fromPrivateFile(file) ?? fromPublicFile(file);
}

export const isPublicKey = (file: string): boolean => fromPublicFile(file) !== undefined;

function fromPublicFile(file: string): ParsedKey | undefined {
  try {
    return parsed(readFileSync(file));
  } catch {
    return undefined;
  }
}

function parsed(text: Buffer | string): ParsedKey | undefined {
  const keys = ssh2Parts().parseKey(text) as ParsedKey | ParsedKey[] | Error;
  const key = Array.isArray(keys) ? keys[0] : keys;
  return !key || key instanceof Error || key.isPrivateKey() ? undefined : key;
}

const magic = 'openssh-key-v1\0';

/** The public key stands unencrypted in front of the private half (OpenSSH's PROTOCOL.key). */
function fromPrivateFile(file: string): ParsedKey | undefined {
  try {
    const [, base64 = ''] =
      /-----BEGIN OPENSSH PRIVATE KEY-----([^-]+)/.exec(readFileSync(file, 'latin1')) ?? [];
    const bytes = Buffer.from(base64, 'base64');
    if (!bytes.toString('latin1').startsWith(magic)) return undefined;
    let at = magic.length;
    const nextString = () => {
      const end = at + 4 + bytes.readUInt32BE(at);
      const text = bytes.subarray(at + 4, end);
      at = end;
      return text;
    };
    nextString(); // cipher
    nextString(); // key derivation
    nextString(); // its options
    at += 4; // number of keys, always 1
    const key = nextString();
    const type = key.toString('latin1', 4, 4 + key.readUInt32BE(0));
    return parsed(`${type} ${key.toString('base64')}`);
  } catch {
    return undefined;
  }
}
