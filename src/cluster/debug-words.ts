import type { Failure } from '../domain/failure.ts';
import type { HostState } from '../domain/host.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Question } from '../domain/question.ts';
import type { Event, Operation, Request } from './protocol.ts';

/** Of one message of the boundary: the hosts it is about, and what the debug log says of it. */
export interface DebugWords {
  readonly hosts: readonly string[];
  readonly text: string;
}

/** What a worker was asked for. Never what was typed, nor an answer: only that there was one. */
export function wordsOfRequest(request: Request): DebugWords | undefined {
  switch (request.type) {
    case 'assign':
      return about(names(request.hosts), 'asked for: connect');
    case 'release':
      return about(request.hosts, 'asked for: let go');
    case 'connect':
      return about(request.hosts, 'asked for: connect now');
    case 'start':
      return about(
        request.hosts,
        `${runName(request.id)}: ${ofOperation(request.operation)} begins`,
      );
    case 'cancel':
      return about(request.hosts, `${runName(request.id)}: interrupt`);
    case 'answer': {
      const { ask, answers, why } = request;
      return about([], `question ${ask}: ${answers ? 'answered' : (why ?? 'declined')}`);
    }
    default:
      return undefined;
  }
}

/** What a worker tells. Output is not in it. */
export function wordsOfEvent(event: Event): DebugWords | undefined {
  switch (event.type) {
    case 'state':
      return about([event.host], `state: ${ofState(event.state)}`);
    case 'ask':
      return about([event.host], `question ${event.ask}: ${ofQuestion(event.question)}`);
    case 'withdrawn':
      return about([], `question ${event.ask}: nobody waits for the answer any more`);
    case 'judged':
      return about([event.host], `the ${event.of} that was sent: ${event.verdict}`);
    case 'notice':
      return about([event.host], `notice: ${event.text}`);
    case 'ending':
      return about(
        [event.host],
        `${runName(event.id)}: ${ofOutcome(event.outcome)}, ${Math.round(event.ms)} ms`,
      );
    default:
      return undefined;
  }
}

const about = (hosts: readonly string[], text: string): DebugWords => ({ hosts, text });

const names = (hosts: readonly { readonly name: string }[]): string[] =>
  hosts.map(({ name }) => name);

/** As its record is called. */
const runName = (id: string): string => `run ${id.slice(0, 8)}`;

/** A transfer's paths are told where they go wrong. */
const ofOperation = (operation: Operation): string =>
  operation.kind === 'transfer' ? operation.transfer.kind : operation.kind;

function ofState(state: HostState): string {
  switch (state.kind) {
    case 'ready': {
      const { kind, version, pid, unusual } = state.shell;
      const shell = [kind, version, pid > 0 ? `pid ${pid}` : '', unusual ?? ''].filter(Boolean);
      return `ready, ${shell.join(', ')}`;
    }
    case 'retrying': {
      const wait = Math.max(0, state.at - Date.now());
      return `tried again in ${(wait / 1000).toFixed(1)} s: ${ofFailure(state.failure)}`;
    }
    case 'failed':
      return `failed, not tried again by itself: ${ofFailure(state.failure)}`;
    case 'suspect':
      return 'suspect: no byte for a while';
    case 'off':
    case 'connecting':
    case 'starting':
      return state.kind;
    default:
      return state satisfies never;
  }
}

function ofOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'exited':
      return `exited ${outcome.code}`;
    case 'signaled':
      return `killed by ${outcome.signal}`;
    case 'interrupted':
      return outcome.timeout ? 'interrupted by its time limit' : 'interrupted';
    case 'not-started':
      return `not started: ${ofFailure(outcome.failure)}`;
    case 'lost':
      return `lost: ${ofFailure(outcome.failure)}`;
    default:
      return outcome satisfies never;
  }
}

const ofFailure = ({ kind, message }: Failure): string => `${kind}: ${message}`;

function ofQuestion(question: Question): string {
  switch (question.kind) {
    case 'password':
      return `the password of ${question.user}${question.again ? ', again' : ''}`;
    case 'passphrase':
      return `the passphrase of ${question.file}${question.again ? ', again' : ''}`;
    case 'identity':
      return question.file === undefined
        ? 'the key of the inventory'
        : `the key ${question.file}, opened`;
    case 'keyboard':
      return `the host asks: ${question.prompts.map(({ text }) => text).join(' / ')}`;
    case 'sudo':
      return `the sudo password of ${question.user}${question.again ? ', again' : ''}`;
    default:
      return question satisfies never;
  }
}
