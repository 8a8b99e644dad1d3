import { safeText } from '../../domain/output.ts';
import { agentSocket } from '../agent-socket.ts';
import { ConnectError } from '../channel.ts';
import { HandshakeDropped, loginError, socketError } from '../connect-failure.ts';
import { whyNobodyIsAsked } from '../nobody-asked.ts';
import { passwordAdvice } from '../password-advice.ts';
import { programFailed, programOf, programSilent } from '../proxy-words.ts';
import { placeOf, type Route } from '../route.ts';
import type { LoginAnswers } from './login-answers.ts';
import type { LoginLog } from './login-log.ts';

export interface FailedLogin {
  readonly log: LoginLog;
  /** Its standard error: what a ProxyCommand printed, or that its configuration is wrong. */
  readonly said: string;
  readonly answers: Pick<LoginAnswers, 'hindrances' | 'secretSent' | 'reason'>;
}

/** Why ssh could not log in, in our own words where they are known. Host keys are handled elsewhere. */
export function loginFailure(route: Route, { log, said, answers }: FailedLogin): ConnectError {
  const place = placeOf(route);
  const words = log.words.join('\n');
  const [, reason] = /^ssh: connect to .*: (.+)$/m.exec(words) ?? [];
  if (reason !== undefined) return socketError(withCode(reason), place);
  if (/could not resolve hostname/i.test(words)) {
    return socketError(Object.assign(new Error(), { code: 'ENOTFOUND' }), place);
  }
  if (/too many authentication failures/i.test(words)) {
    return loginError(new Error('too many authentication failures'), place, answers);
  }
  if (/permission denied \(|no more authentication methods/i.test(words)) {
    return refusal(route, log, answers);
  }
  const [, nothing] = /: (no matching .* found\. Their offer: .*)$/m.exec(words) ?? [];
  if (nothing !== undefined) return protocol(`${place}: ${nothing}`);
  const [jump] = route.hops.slice(-1);
  if (jump && /stdio forwarding|open failed/i.test(said)) {
    const why = `jump host ${jump.name} cannot reach ${place} – is the address right there?`;
    return new ConnectError({ kind: 'unreachable', message: why }, true);
  }
  const program = programOf(route);
  if (isCut.test(words) && program !== undefined && isBegun(log)) {
    return programFailed(program, 'has ended', said);
  }
  if (isCut.test(words)) return cut(log, place, answers.secretSent);
  const last = log.words.at(-1) ?? lastLine(said);
  return protocol(`${place}: ${last ?? 'ssh has ended without a word'}`);
}

/** Every method was refused, or could not be used. */
export function refusal(
  route: Route,
  log: LoginLog,
  { hindrances, reason }: FailedLogin['answers'],
): ConnectError {
  if (reason !== undefined) return new ConnectError({ kind: 'auth', message: reason }, false);
  // If ssh never asked, there is no answer to report on.
  const silent = hindrances.length === 0 && route.password ? whyNobodyIsAsked(route) : undefined;
  const all = silent === undefined ? hindrances : [silent];
  const why = all.length > 0 ? ` (${all.join('; ')})` : '';
  const takes = log.left && !route.password ? `, the host takes ${log.left.join(', ')}` : '';
  const message = `login as ${route.user} refused${why}${safeText(takes)} – ${advice(route, log, hindrances)}`;
  return new ConnectError({ kind: 'auth', message }, false);
}

/** It took too long. */
export function tooSlow(route: Route, log: LoginLog): ConnectError {
  const { stage } = log;
  const program = programOf(route);
  if (program !== undefined && isBegun(log)) return programSilent(route, program);
  const place = placeOf(route);
  const agent = log.waitsForAgent ? agentSocket(route) : undefined;
  const silent = agent === undefined ? '' : ` (ssh-agent: ${agent} gives no answer)`;
  const message = {
    dialling: `no answer from ${place} – is the address right?`,
    greeting: `${place} took the connection but is silent – is that an SSH server?`,
    login: `no end of the login at ${place} in time${silent} – connect_timeout: gives it longer`,
    in: `no end of the login at ${place} in time – connect_timeout: gives it longer`,
  }[stage];
  return new ConnectError({ kind: 'timeout', message }, true);
}

function advice({ password }: Route, { left }: LoginLog, hindrances: readonly string[]): string {
  if (password) return passwordAdvice(hindrances);
  return left?.includes('password') === false
    ? 'check user: and identity_file:'
    : 'check user: and identity_file:, or set password: {prompt: once}';
}

const isBegun = ({ stage }: LoginLog): boolean => stage === 'dialling' || stage === 'greeting';

const isCut = /^(?:Connection (?:closed|reset) by|kex_exchange_identification:|.*Broken pipe)/m;

function cut(log: LoginLog, place: string, secretSent: boolean): ConnectError {
  if (!isBegun(log)) {
    return loginError(Object.assign(new Error(), { code: 'ECONNRESET' }), place, { secretSent });
  }
  if (/banner line|invalid protocol|No SSH identification/i.test(log.words.join('\n'))) {
    return protocol(`${place}: it does not speak SSH – is that an SSH server?`);
  }
  const why = `${place} dropped the handshake – is it overloaded? (MaxStartups)`;
  return new HandshakeDropped({ kind: 'unreachable', message: why }, true);
}

/** As the C library words them (strerror(3)). */
const codes: readonly [words: RegExp, code: string][] = [
  [/refused/i, 'ECONNREFUSED'],
  [/no route/i, 'EHOSTUNREACH'],
  [/network is unreachable/i, 'ENETUNREACH'],
  [/timed out/i, 'ETIMEDOUT'],
];

function withCode(reason: string): Error {
  const [, code] = codes.find(([words]) => words.test(reason)) ?? [];
  return Object.assign(new Error(reason), { code });
}

const lastLine = (text: string): string | undefined => {
  const line = text.trim().split(/\r?\n/).at(-1);
  return line ? safeText(line) : undefined;
};

const protocol = (message: string): ConnectError =>
  new ConnectError({ kind: 'protocol', message }, false);
