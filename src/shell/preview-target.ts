import type { CompletionWorld } from './complete.ts';
import { targetEnd } from './parse.ts';

/** Where Enter would send the line. */
export interface TargetPreview {
  /** As typed so far, without the sigil. */
  readonly target: string;
  /** How many hosts; absent while it is not yet a target. */
  readonly count?: number;
}

/** The target that a line being typed names itself; undefined: it goes to the hosts of the prompt. */
export function previewTarget(
  text: string,
  { count }: Pick<CompletionWorld, 'count'>,
): TargetPreview | undefined {
  const line = text.trimStart();
  if (!line.startsWith('@') || line.trimEnd() === '@-') return undefined;
  const target = line.slice(1, targetEnd(line));
  const hosts = target === '' ? undefined : count(target);
  return { target, ...(hosts !== undefined && { count: hosts }) };
}
