/** A sudo that ends sooner after its answer, ms, was content: PAM takes about 2 s to refuse one. */
const contentMs = 1000;
/** Where processes are hidden from other users (proc(5), hidepid): one that asks no more for so long was content, ms. */
const silentMs = 6000;
/** Children of a sudo that still thinks about a password. */
const thinking: ReadonlySet<string> = new Set(['askpass', 'unix_chkpwd']);

/** One answer that a sudo has got, until it is known what it thought of it. */
export class SudoTrial {
  isOpen = true;
  readonly #since = performance.now();
  /** Its name before it had the answer; empty where processes are hidden. */
  #name: string | undefined;
  #working = 0;

  /**
   * `names`: its own name, and those of its children, with slashes between; first before it has the answer. Gives the
   * verdict once there is one.
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
    // A child may for a moment be sudo itself, on its way to become askpass.
    return this.#working >= 2 ? true : undefined;
  }
}
