import type { IdentityCallback, ParsedKey, SignCallback, SigningRequestOptions } from 'ssh2';
import { ssh2Parts } from './ssh2-parts.ts';

/** Signs with the private half, wherever that is. Rejects with `NoSignature`, or as the agent does. */
export type Sign = (data: Buffer, options: SigningRequestOptions) => Promise<Buffer>;

/** The private half is not available, which has been reported already. */
export class NoSignature extends Error {
  override readonly name = 'NoSignature';
}

/**
 * An agent with a single key whose private half is elsewhere. ssh2 offers all keys of an agent and never says that one
 * of them was accepted as the first of several steps; with one key at a time, we can tell.
 */
export class LentKey extends ssh2Parts().BaseAgent<ParsedKey> {
  readonly publicKey: ParsedKey;
  /** The server wanted this key and was given its signature. */
  signed = false;
  /** Called before it signs with SHA-1, which old servers require of an RSA key. */
  maySignWithSha1: () => boolean = () => true;
  readonly #sign: Sign;

  constructor(publicKey: ParsedKey, sign: Sign) {
    super();
    this.publicKey = publicKey;
    this.#sign = sign;
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    callback(undefined, [this.publicKey]);
  }

  override sign(
    _key: ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback?: SignCallback,
  ): void {
    const [hash, done] = typeof options === 'function' ? [{}, options] : [options, callback];
    if (hash.hash === 'sha1' && !this.maySignWithSha1()) return void done?.(new NoSignature());
    this.#sign(data, hash).then(
      (signature) => {
        this.signed = true;
        done?.(undefined, signature);
      },
      (error: Error) => done?.(error),
    );
  }
}
