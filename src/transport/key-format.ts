import { shellQuote } from '../domain/shell-word.ts';

/** The cipher of an encrypted private key; undefined if it is not encrypted. */
export function encryptionOf(text: string): string | undefined {
  if (text.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----')) return 'PKCS#8';
  const [, pem] = /^DEK-Info: *([\w-]+)/m.exec(text) ?? [];
  if (pem !== undefined) return pem;
  const [, ppk = 'none'] = /^PuTTY-User-Key-File-\d[\s\S]*?^Encryption: *(\S+)/m.exec(text) ?? [];
  if (ppk !== 'none') return ppk;
  const cipher = opensshCipher(text);
  return cipher === 'none' ? undefined : cipher;
}

/** Says that only ssh itself can open such a key, and what to do. */
export function unreadable(cipher: string, file: string): string | undefined {
  if (!cipher.startsWith('chacha20-poly1305')) return undefined;
  return `${file} is encrypted by ${cipher}, which cannot be read here – write it anew: ssh-keygen -p -Z aes256-ctr -f ${shellQuote(file)}, or run: ssh-add ${shellQuote(file)}`;
}

const magic = 'openssh-key-v1\0';

/** It stands at the beginning, unencrypted (OpenSSH's PROTOCOL.key). */
function opensshCipher(text: string): string {
  const [, base64 = ''] = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]+)/.exec(text) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  const at = magic.length + 4;
  if (bytes.length < at || bytes.toString('latin1', 0, magic.length) !== magic) return 'none';
  return bytes.toString('latin1', at, at + bytes.readUInt32BE(magic.length));
}

/** The result of opening an encrypted key; `locked`: the passphrase is wrong. */
export type Opened =
  | { readonly kind: 'opened'; readonly text: string }
  | { readonly kind: 'locked' }
  | { readonly kind: 'unusable'; readonly why: string };
