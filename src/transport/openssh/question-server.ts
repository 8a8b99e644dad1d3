import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { questionsSocket } from './askpass-program.ts';
import { readPrompt, type Wanted } from './prompt.ts';

/** A question is a line of text; longer ones are somebody else's. */
const mostCharacters = 100_000;

/** `asker`: the process that asks. */
type Answer = (wanted: Wanted, asker: number) => Promise<string | null>;

/** Receives the questions of one ssh, and of the programs it starts. */
export class QuestionServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #answer: Answer;

  constructor(answer: Answer) {
    this.#answer = answer;
    this.#server = createServer((socket) => this.#take(socket));
  }

  listen(folder: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(path.join(folder, questionsSocket), resolve);
    });
  }

  /** Whoever still asks gets no answer. */
  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #take(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => this.#sockets.delete(socket));
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.length > mostCharacters) socket.destroy();
      if (!text.endsWith('\n')) return;
      socket.removeAllListeners('data');
      void this.#reply(socket, text);
    });
  }

  async #reply(socket: Socket, text: string): Promise<void> {
    try {
      const { prompt, hint, asker } = JSON.parse(text) as Readonly<Record<string, unknown>>;
      const answer = await this.#answer(readPrompt(String(prompt ?? ''), hint), Number(asker));
      socket.end(answer === null ? '-' : `+${answer}`);
    } catch {
      socket.destroy();
    }
  }
}
