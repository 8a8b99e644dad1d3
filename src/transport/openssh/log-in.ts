import { existsSync, readFileSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SessionKeys } from '../../host-keys/session-keys.ts';
import type { ConnectContext, ConnectError } from '../channel.ts';
import type { Route } from '../route.ts';
import { type MasterFiles, masterArguments, type SshOptions } from './arguments.ts';
import { hostKeyFailure, hostKeyNotice } from './host-key-words.ts';
import { IdentityAgent } from './identity-agent.ts';
import { LogTail } from './log-tail.ts';
import { LoginAnswers } from './login-answers.ts';
import { loginFailure, refusal, tooSlow } from './login-failure.ts';
import { LoginLog } from './login-log.ts';
import type { Place } from './place.ts';
import { QuestionServer } from './question-server.ts';
import { keepSessionKey, writeSessionKey } from './session-key.ts';
import { readShownKey } from './shown-key.ts';
import { SshProcess } from './ssh-process.ts';

/** How often we check for the control socket, ms. */
const lookMs = 15;
/** How often the log is emptied after the login, ms: each channel adds to it. */
const tidyMs = 600_000;

export interface LoginOptions extends Omit<SshOptions, 'files'> {
  readonly program: string;
  readonly place: Place;
  readonly sessionKeys: SessionKeys;
}

/** An ssh that has logged in and serves its control socket. */
export interface Master {
  readonly control: string;
  /** Settles when it has ended, with what to report about that. */
  readonly ended: Promise<string>;
  stop(): void;
}

/**
 * Rejects with `ConnectError`, or with an Error if nothing can be started here; then nothing of the attempt is left.
 */
export async function logInBySsh(
  route: Route,
  context: ConnectContext,
  { program, place, sessionKeys, ...options }: LoginOptions,
): Promise<Master> {
  const folder = place.makeFolder();
  const files = filesIn(folder, place);
  const log = () => readLog(files.log);
  /** Aborted by what ends the attempt. */
  const over = new AbortController();
  const giveUp = (error?: ConnectError) => over.abort(error ?? refusal(route, log(), answers));
  const answers = new LoginAnswers(route, context, log, giveUp);
  let ssh: SshProcess | undefined;
  const questions = new QuestionServer((wanted, asker) =>
    asker === ssh?.pid ? answers.answer(wanted) : answers.foreign(wanted),
  );
  const tooLate = () => over.abort(tooSlow(route, log()));
  context.signal.addEventListener('abort', tooLate);
  let agent: IdentityAgent | undefined;
  const tail = context.debug && new LogTail(files.log, context.debug);
  try {
    await questions.listen(folder);
    writeSessionKey(route, files.unrecorded, sessionKeys);
    if (route.identity) agent = await IdentityAgent.start(route, context, folder);
    const identity = agent && { identity: agent.files };
    const args = masterArguments(route, { ...options, ...identity, files });
    const master = new SshProcess(program, args, place, folder, (text) => tail?.heard(text));
    ssh = master;
    context.debug?.(`ssh: started, pid ${master.pid}`);
    const clear = () => {
      tail?.end();
      place.removeFolder(folder);
    };
    master.ended.then(() => over.abort(explain(master.said)), giveUp).finally(clear);
    over.signal.addEventListener('abort', () => master.stop());
    if (context.signal.aborted) tooLate();
    await appears(files.control, over.signal);
    answers.end();
    const unchecked = keepSessionKey(route, files.unrecorded, sessionKeys);
    const taken = hostKeyNotice(route, log(), readShownKey(folder), unchecked);
    if (taken !== undefined) context.notice(taken);
    const tidy = setInterval(() => empty(files.log, tail), tidyMs).unref();
    empty(files.log, tail);
    const ended = master.ended.then((signal) => {
      clearInterval(tidy);
      return endOf(signal, log());
    });
    return { control: files.control, ended, stop: () => master.stop() };
  } catch (error) {
    answers.end(error);
    throw error;
  } finally {
    context.signal.removeEventListener('abort', tooLate);
    questions.close();
    agent?.close();
    if (!ssh) {
      tail?.end();
      place.removeFolder(folder);
    }
  }

  function explain(said: string): ConnectError {
    const failure = hostKeyFailure(route, log(), readShownKey(folder), sessionKeys);
    return failure ?? loginFailure(route, { log: log(), said, answers });
  }
}

const filesIn = (folder: string, { keyKeeper }: Place): MasterFiles => ({
  control: path.join(folder, 'control'),
  log: path.join(folder, 'log'),
  unrecorded: path.join(folder, 'known_hosts'),
  keyKeeper,
});

function readLog(file: string): LoginLog {
  try {
    return new LoginLog(readFileSync(file, 'utf8'));
  } catch {
    return new LoginLog('');
  }
}

/** Something that cleans up /tmp may have removed it. */
function empty(file: string, tail: LogTail | undefined): void {
  try {
    tail?.read();
    truncateSync(file);
    tail?.emptied();
  } catch {
    // ssh goes on without it
  }
}

/** Settles when the file exists: ssh makes the socket once it has logged in. Rejects with why it will not come. */
async function appears(file: string, over: AbortSignal): Promise<void> {
  while (!existsSync(file)) {
    over.throwIfAborted();
    await delay(lookMs);
  }
  over.throwIfAborted();
}

function endOf(signal: NodeJS.Signals | null, log: LoginLog): string {
  if (signal !== null) return `the ssh process was ended by ${signal}`;
  const words = log.words.at(-1);
  if (/^Timeout, server/.test(words ?? '')) return 'no sign of life';
  return words === undefined ? 'connection closed by the host' : `ssh: ${words}`;
}
