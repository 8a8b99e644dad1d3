import { quoted } from '../domain/quoted.ts';
import { isReservedTargetName } from '../domain/result-set.ts';
import type { Draft } from './draft.ts';

/**
 * What groups are called here whose names cannot be kept: those of hosts, those that mean something in targets, those
 * with characters that a target cannot have. Each is told.
 */
export function freeGroupNames(draft: Draft): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [name, { place }] of draft.groups) {
    const why = whyNot(name, draft);
    if (why === undefined) continue;
    const called = free(name, (taken) => draft.groups.has(taken) || draft.hosts.has(taken));
    names.set(name, called);
    draft.note(place, `group ${quoted(name)} is @${called} here: ${why}`);
  }
  return names;
}

const strange = /[^\p{L}\p{M}\p{N}._:%+-]+/gu;

function whyNot(name: string, draft: Draft): string | undefined {
  if (draft.hosts.has(name)) return 'a host has this name too';
  if (isReservedTargetName(name)) return 'the name means something in targets';
  if (name !== legal(name)) return 'targets have letters, digits and . _ - : % + only';
  return undefined;
}

const legal = (name: string): string => name.replace(strange, '_').replace(/^-+/, '_') || '_';

function free(name: string, isTaken: (name: string) => boolean): string {
  const base = name === legal(name) ? `${name}_group` : legal(name);
  for (let count = 1; ; count += 1) {
    const called = count === 1 ? base : `${base}${count}`;
    if (!isTaken(called) && !isReservedTargetName(called)) return called;
  }
}
