import type { Channel } from '../transport/channel.ts';
import { drawNonce } from './nonce.ts';
import { emptyAnswers } from './shell-text.ts';

/** What a control channel needs of a channel. */
export type QuestionChannel = Pick<Channel, 'write' | 'onOutput' | 'onClose' | 'close'>;

/** A living POSIX shell beside the one that runs lines: it has `kill` built in, so it works where the host cannot fork. */
export class ControlChannel {
  readonly #open: () => Promise<QuestionChannel>;
  #channel: Promise<QuestionChannel> | undefined;
  /** Distinguishes the channel in use from earlier ones. */
  #openings = 0;
  #questions: Question[] = [];
  #text = '';

  constructor(open: () => Promise<QuestionChannel>) {
    this.#open = open;
  }

  get isOpen(): boolean {
    return this.#channel !== undefined;
  }

  /** Opens it before it is needed; a refusal shows at the first question. */
  warm(): void {
    this.#opened().catch(() => {});
  }

  /**
   * Runs `script` and gives what it printed. Rejects with what opening rejects with (`ChannelRefused`), or with an
   * `Error` when the channel ends first. Questions are answered in their order.
   */
  async ask(script: string): Promise<string> {
    const channel = await this.#opened();
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const end = this.#expect({ resolve, reject });
    channel.write(`{ ${script}\n} </dev/null 2>/dev/null\n${end}`);
    return promise;
  }

  /** Gives up a channel that does not answer: its questions reject, and the next one gets another shell. */
  abandon(): void {
    this.close();
    this.#ended();
  }

  close(): void {
    this.#channel?.then(
      (channel) => channel.close(),
      () => {},
    );
  }

  #opened(): Promise<QuestionChannel> {
    this.#channel ??= this.#start();
    return this.#channel;
  }

  async #start(): Promise<QuestionChannel> {
    const opening = this.#openings;
    try {
      const channel = await this.#open();
      if (opening !== this.#openings) {
        channel.close();
        throw hasEnded();
      }
      channel.onOutput((stream, bytes) => {
        if (stream === 'stdout' && opening === this.#openings) this.#read(bytes);
      });
      channel.onClose(() => {
        if (opening === this.#openings) this.#ended();
      });
      this.#skipNoise(channel);
      return channel;
    } catch (error) {
      if (opening === this.#openings) this.#channel = undefined;
      throw error;
    }
  }

  /** Startup files may print before the shell is ready: none of that is an answer. */
  #skipNoise(channel: QuestionChannel): void {
    channel.write(emptyAnswers + this.#expect({ resolve: () => {}, reject: () => {} }));
  }

  /** The statement that ends the next answer. */
  #expect(question: Omit<Question, 'mark'>): string {
    const { first, second, mark } = drawNonce();
    this.#questions.push({ ...question, mark: mark.toString('latin1') });
    return `printf '\\036%s%s' ${first} ${second}\n`;
  }

  #read(bytes: Uint8Array): void {
    this.#text += Buffer.from(bytes).toString('latin1');
    for (;;) {
      const answered = this.#questions.findIndex(({ mark }) => this.#text.includes(mark));
      const question = this.#questions[answered];
      if (question === undefined) return;
      const at = this.#text.indexOf(question.mark);
      question.resolve(this.#text.slice(0, at));
      for (const { reject } of this.#questions.splice(0, answered + 1)) reject(swallowed);
      this.#text = this.#text.slice(at + question.mark.length);
    }
  }

  #ended(): void {
    this.#openings += 1;
    this.#channel = undefined;
    this.#text = '';
    const questions = this.#questions;
    this.#questions = [];
    for (const { reject } of questions) reject(hasEnded());
  }
}

const hasEnded = (): Error => new Error('the control channel has ended');

/** A startup file has read what was meant for the shell. */
const swallowed = new Error('the host did not take the question');

interface Question {
  readonly mark: string;
  readonly resolve: (text: string) => void;
  readonly reject: (error: Error) => void;
}
