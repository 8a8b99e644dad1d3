import type { Question } from '../domain/question.ts';
import type { Channel } from '../transport/channel.ts';
import { within } from '../transport/time-limit.ts';
import { lookScript, openScript, replyScript } from './askpass-script.ts';
import { emptyAnswers } from './shell-text.ts';
import { askpassBefore, asRoot } from './sudo-line.ts';
import { SudoTrial } from './sudo-trial.ts';

/** Answers what a host's sudo asks. */
export interface AskpassListener {
  /** `signal`: nobody waits for the answer any more. */
  ask(question: Question, signal: AbortSignal): Promise<readonly string[] | null>;
  /** Called with the verdict on the last answer. */
  judged(accepted: boolean): void;
}

/** How long the folder's name may take to arrive, ms. */
const openMs = 10_000;
/** How often a sudo that was given its password is checked, ms. */
const lookMs = 50;

/** Gives the sudos of one host their passwords, over a channel of its own, for as long as a line runs. */
export class Askpass {
  readonly #channel: Channel;
  readonly #user: string;
  readonly #listener: AskpassListener;
  readonly #opened = Promise.withResolvers<string>();
  readonly #over = new AbortController();
  readonly #trials = new Map<number, SudoTrial>();
  readonly #since = Date.now();
  #path: string | undefined;
  #accepted = false;
  #text = '';

  /** `user`: whose login this is. */
  constructor(channel: Channel, user: string, listener: AskpassListener) {
    this.#channel = channel;
    this.#user = user;
    this.#listener = listener;
    this.#opened.promise.catch(() => {});
    channel.onOutput((stream, bytes) => {
      if (stream === 'stdout') this.#read(bytes);
    });
    channel.onClose(() => this.#opened.reject(new Error('its channel has ended')));
    channel.write(emptyAnswers + openScript);
  }

  /**
   * The askpass program's path, for SUDO_ASKPASS. Rejects with an `Error` if no program of ours can be started there.
   */
  async program(): Promise<string> {
    const folder = await within(openMs, this.#opened.promise);
    if (folder === undefined) throw new Error('the host did not answer in 10 s');
    this.#path = `${folder}/askpass`;
    return this.#path;
  }

  /** The text to put in front of a line that uses it. Rejects as `program` does. */
  async before(): Promise<string> {
    return askpassBefore(await this.program());
  }

  /** Lets a script signal what runs by sudo. Never asks for that, but may use a password that is known. */
  readonly asRoot = (script: string): string =>
    asRoot(script, this.#accepted ? this.#path : undefined);

  /** The line has ended, with `code` if by itself. Whoever still asks gets no password. */
  close(code?: number): void {
    for (const trial of this.#trials.values()) {
      if (trial.isOpen) this.#listener.judged(code === 0);
    }
    this.#trials.clear();
    this.#over.abort();
    this.#channel.end();
  }

  #read(bytes: Uint8Array): void {
    const lines = (this.#text + Buffer.from(bytes).toString('utf8')).split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines) this.#take(line);
  }

  #take(line: string): void {
    const [word, rest = ''] = cutAt(line);
    if (word === 'DIR') this.#opened.resolve(rest);
    if (word === 'NONE') this.#opened.reject(new Error('no folder there lets a program start'));
    const [first, behind = ''] = cutAt(rest);
    if (word === 'SUDO') this.#looked(Number(first), behind);
    if (word !== 'ASK') return;
    const [sudo, prompt = ''] = cutAt(behind);
    void this.#ask(Number(first), Number(sudo), prompt);
  }

  async #ask(askpass: number, sudo: number, prompt: string): Promise<void> {
    const before = this.#trials.get(sudo);
    if (before?.isOpen) this.#judge(before, false);
    const again = before && { again: true as const };
    const since = this.#since;
    const question: Question = { kind: 'sudo', user: this.#user, prompt, since, ...again };
    const answers = await this.#listener.ask(question, this.#over.signal).catch(() => null);
    if (this.#over.signal.aborted) return;
    const [answer = ''] = answers ?? [];
    if (answer !== '') this.#trials.set(sudo, new SudoTrial());
    this.#channel.write(lookScript(sudo) + replyScript(askpass, answer));
  }

  #looked(sudo: number, names: string): void {
    const trial = this.#trials.get(sudo);
    if (trial === undefined || !trial.isOpen) return;
    const accepted = trial.look(names);
    if (accepted !== undefined) this.#judge(trial, accepted);
    else setTimeout(() => this.#lookAgain(sudo), lookMs);
  }

  #lookAgain(sudo: number): void {
    if (this.#trials.get(sudo)?.isOpen) this.#channel.write(lookScript(sudo));
  }

  #judge(trial: SudoTrial, accepted: boolean): void {
    trial.isOpen = false;
    this.#accepted ||= accepted;
    this.#listener.judged(accepted);
  }
}

/** Cuts at the first blank. */
function cutAt(text: string): [string, string?] {
  const at = text.indexOf(' ');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
