import { createPrivateKey, type KeyObject, randomBytes } from 'node:crypto';

export const isPkcs8 = (text: string): boolean =>
  /-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(text);

/**
 * A PKCS#8 key (RFC 5958) in a form that ssh2 reads. Throws as node:crypto does (ERR_OSSL_…, ERR_MISSING_PASSPHRASE),
 * and for kinds of keys that SSH does not have.
 */
export function fromPkcs8(text: string, passphrase?: string): string {
  const key = createPrivateKey({ key: text, ...(passphrase !== undefined && { passphrase }) });
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return key.export({ format: 'pem', type: 'pkcs1' }) as string;
    case 'ec':
      return key.export({ format: 'pem', type: 'sec1' }) as string;
    case 'ed25519':
      return opensshEd25519(key);
    default:
      throw new Error(`a key of kind ${key.asymmetricKeyType} is of no use for SSH`);
  }
}

/** As ssh-keygen writes it without a passphrase (OpenSSH's PROTOCOL.key). */
function opensshEd25519(key: KeyObject): string {
  const { d = '', x = '' } = key.export({ format: 'jwk' });
  const [seed, point] = [Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')];
  const name = string('ssh-ed25519');
  const check = randomBytes(4);
  const secret = [check, check, name, string(point), string(Buffer.concat([seed, point]))];
  const body = Buffer.concat([...secret, string('')]);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7]).subarray(0, -body.length & 7);
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[string('none'), string('none'), string(''), uint32(1)],
    string(Buffer.concat([name, string(point)])),
    string(Buffer.concat([body, padding])),
  ]);
  const lines = file.toString('base64').match(/.{1,70}/g) ?? [];
  for (const buffer of [seed, body, file, ...secret]) buffer.fill(0);
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function string(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint32(bytes.length), bytes]);
}
