/** A sudo that ends sooner after its answer than this, ms, accepted it: PAM takes about 2 s to refuse one. */
const contentMs = 1000;
/**
 * If processes are hidden from other users (proc(5), hidepid): a sudo that has not asked again for so long, ms,
 * accepted the answer.
 */
const silentMs = 6000;
/** Children of a sudo that is still checking a password. */
const thinking: ReadonlySet<string> = new Set(['askpass', 'unix_chkpwd']);

/** One answer given to a sudo, until its verdict is known. */
export class SudoTrial {
  isOpen = true;
  readonly #since = performance.now();
  /** Its name before it had the answer; empty where processes are hidden. */
  #name: string | undefined;
  #working = 0;

  /**
   * `names`: its own name and those of its children, separated by slashes; to be called once before it has the answer.
   * Returns the verdict once there is one.
   */
  look(names: string): boolean | undefined {
    const after = performance.now() - this.#since;
    const [own = '', ...children] = names.split('/');
    this.#name ??= own;
    if (this.#name === '') return after > silentMs ? true : undefined;
    if (own === '') return after < contentMs;
    if (own !== this.#name) return true;
    const works = children.some((name) => !thinking.has(name));
    this.#working = works ? this.#working + 1 : 0;
    // A child may for a moment still be sudo itself, about to become askpass.
    return this.#working >= 2 ? true : undefined;
  }
}
