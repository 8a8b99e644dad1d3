import ssh2 from 'ssh2';

/**
 * A fresh Ed25519 pair in OpenSSH's format. ssh2 1.17.0 cuts a public key that begins with a zero byte, one in
 * 256, and cannot read it again: then another one is drawn.
 */
export function drawKeys(): { readonly public: string; readonly private: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}
