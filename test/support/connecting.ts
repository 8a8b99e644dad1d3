import { onTestFinished } from 'vitest';
import type { Host } from '../../src/domain/host.ts';
import type { Question, Verdict } from '../../src/domain/question.ts';
import type { ConnectContext, Connection } from '../../src/transport/channel.ts';
import { createSsh2Transport } from '../../src/transport/ssh2-transport.ts';
import { plainRoutes } from './routes.ts';

export interface Connecting {
  /** The host it was asked for, and what. */
  readonly asked: { readonly jump: string | undefined; readonly question: Question }[];
  /** What became of the passwords, and of which host. */
  readonly judged: { readonly jump: string | undefined; readonly verdict: Verdict }[];
  readonly notices: string[];
  readonly context: ConnectContext;
  /** Connects by ssh2; the connection is closed when the test ends. */
  to(host: Host): Promise<Connection>;
  /** What a connect was refused with. */
  refusal(host: Host): Promise<{ kind: string; message: string; retry: boolean }>;
}

export interface ConnectingOptions {
  /** `null`: declined. */
  readonly answer?: (question: Question, jump?: string) => readonly string[] | null;
  readonly jumps?: readonly Host[];
  readonly signal?: AbortSignal;
}

/** One connect, with an operator who answers. */
export function connecting(
  options: ConnectingOptions = {},
  by = createSsh2Transport(),
): Connecting {
  const asked: Connecting['asked'] = [];
  const judged: Connecting['judged'] = [];
  const notices: string[] = [];
  const context: ConnectContext = {
    signal: options.signal ?? new AbortController().signal,
    async ask(question, jump) {
      asked.push({ jump, question });
      return options.answer?.(question, jump) ?? null;
    },
    judged: (verdict, jump) => judged.push({ jump, verdict }),
    untimed: (wait) => wait(),
    notice: (text) => notices.push(text),
  };
  const to = async (host: Host) => {
    const connection = await by.connect(await plainRoutes(options.jumps)(host), context);
    onTestFinished(() => connection.close());
    return connection;
  };
  return {
    asked,
    judged,
    notices,
    context,
    to,
    refusal: (host) =>
      to(host).then(
        () => {
          throw new Error(`${host.name} let us in`);
        },
        ({ failure, retry }) => ({ ...failure, retry }),
      ),
  };
}

/** What a command prints there, and how it ends. */
export async function output(connection: Connection, command: string) {
  const channel = await connection.exec(command);
  const printed = { stdout: '', stderr: '' };
  let exit: { code: number | null; signal: string | null } | undefined;
  const closed = Promise.withResolvers<void>();
  channel.onOutput((stream, bytes) => {
    printed[stream] += Buffer.from(bytes).toString();
  });
  channel.onExit((code, signal) => {
    exit = { code, signal };
  });
  channel.onClose(closed.resolve);
  await closed.promise;
  return { ...printed, exit };
}
