import ssh2, {
  type IdentityCallback,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from 'ssh2';

/** Signs by what holds the private half. Rejects with `NoSignature`, or with what an agent said. */
export type Sign = (data: Buffer, options: SigningRequestOptions) => Promise<Buffer>;

/** The private half could not be had; that has been told already. */
export class NoSignature extends Error {
  override readonly name = 'NoSignature';
}

/**
 * An agent with one key whose private half is elsewhere. ssh2 goes through all keys of an agent and never says that one
 * of them was taken as the first of several steps; one at a time, that can be asked.
 */
export class LentKey extends ssh2.BaseAgent<ParsedKey> {
  readonly publicKey: ParsedKey;
  /** The server wanted this key and got its signature. */
  signed = false;
  /** Asked before it signs with SHA-1, as old servers want it of an RSA key. */
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
