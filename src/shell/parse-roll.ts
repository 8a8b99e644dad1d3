import { UsageError } from '../domain/failure.ts';
import { nearest } from '../domain/nearest.ts';
import { quoted } from '../domain/quoted.ts';
import type { RollPause } from '../domain/roll.ts';
import { type BatchSize, readBatchSizes } from '../domain/roll-batches.ts';
import { secondsOf } from './seconds.ts';
import { splitWords } from './split-words.ts';

/** `1,25%,rest check="curl -f localhost" pause=30s systemctl restart app` */
export interface RollRequest {
  readonly sizes: readonly BatchSize[];
  readonly command: string;
  readonly check?: string;
  readonly pause: RollPause;
  /** Hosts that are down are left out; else they keep the roll from starting. */
  readonly skipDown: boolean;
}

/** Reads what follows `:roll`; the command is taken as typed. @throws UsageError */
export function parseRoll(text: string): RollRequest {
  const end = text.search(/\s|$/);
  const sizes = readBatchSizes(text.slice(0, end));
  let request: Omit<RollRequest, 'sizes' | 'command'> = { pause: { kind: 'ask' }, skipDown: false };
  let rest = text.slice(end).trimStart();
  for (let setting = settingOf(rest); setting; setting = settingOf(rest)) {
    request = { ...request, ...read(setting.name, setting.value) };
    rest = setting.rest;
  }
  const command = rest.replace(/^--\s+/, '').trim();
  if (command === rest.trim()) refuseNearSettings(command);
  if (command === '') {
    throw new UsageError(
      'no command – write :roll 1,25%,rest check="systemctl is-active app" systemctl restart app',
    );
  }
  if (/^(?::[a-z]|@|!)/i.test(command)) {
    throw new UsageError(
      `a roll takes a line for the hosts, not ${quoted(command)} – choose the hosts first, then :roll`,
    );
  }
  return { sizes, command, ...request };
}

/** A check that is mistyped would be none, and nothing would tell. @throws UsageError */
function refuseNearSettings(command: string): void {
  const [, name] = /^([a-z_]\w*)\s*=/i.exec(command) ?? [];
  const [meant] = name === undefined ? [] : nearest(name, ['check', 'pause', 'down']);
  if (meant !== undefined) {
    throw new UsageError(
      `no setting ${quoted(`${name}=`)} – write ${meant}=… without spaces, or -- before a line that begins so`,
    );
  }
  if (/\scheck=/.test(command)) {
    throw new UsageError(
      'check= stands behind the command – write it before, or -- before a line with check= of its own',
    );
  }
}

/** `check="…" ` at the beginning. */
function settingOf(text: string) {
  const [whole, name = '', word = ''] =
    /^(check|pause|down)=((?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])*)(?=\s|$)/s.exec(text) ?? [];
  if (whole !== undefined) {
    return { name, value: splitWords(word).join(' '), rest: text.slice(whole.length).trimStart() };
  }
  const [open] = /^(?:check|pause|down)=/.exec(text) ?? [];
  if (open) throw new UsageError(`a quote after ${open} is never closed – add the other one`);
  return undefined;
}

function read(name: string, value: string): Partial<RollRequest> {
  if (name === 'check') {
    if (value.trim() !== '') return { check: value };
    throw new UsageError('check= needs a command – write check="systemctl is-active app"');
  }
  if (name === 'pause') return { pause: readPause(value) };
  if (value === 'skip' || value === 'stop') return { skipDown: value === 'skip' };
  throw new UsageError(
    `down= does not know ${quoted(value)} – write down=skip to leave hosts out that are down`,
  );
}

function readPause(value: string): RollPause {
  if (value === 'ask') return { kind: 'ask' };
  if (value === 'no' || value === 'none' || value === '0') return { kind: 'none' };
  const ms = secondsOf(value, 'pause=ask, pause=30s, pause=5m or pause=no') * 1000;
  return { kind: 'time', ms };
}
