import { UsageError } from './failure.ts';
import { type Expression, isWord } from './pattern-expression.ts';
import type { Place } from './text-pattern.ts';

/** Most steps of a program; `(a{1000}){1000}` would have a million. */
const mostSteps = 1000;
/** Most matches reported in one line, since each is searched to the end of the line. */
const mostPlaces = 100;
/** For how many characters a set of steps remembers its successor. */
const mostNext = 1000;
/** How many sets of steps are remembered; a hostile expression has exponentially many. */
const mostSets = 1000;

type Step =
  | { readonly kind: 'character'; readonly is: (code: number) => boolean }
  | { readonly kind: 'assertion'; readonly at: (Expression & { kind: 'assertion' })['at'] }
  /** Both branches are taken. */
  | { readonly kind: 'split'; other: number }
  | { readonly kind: 'jump'; to: number }
  | { readonly kind: 'found' };

/** What stands before (or after) a position: nothing, a word character, or another one. */
type Beside = 'nothing' | 'word' | 'other';

/** The steps that are active between two characters, before following those that consume nothing. */
interface StepSet {
  readonly steps: readonly number[];
  readonly before: Beside;
  /** By the code of the next character; -1 is the end. */
  readonly next: Map<number, StepSet | 'found'>;
}

/**
 * Follows all paths through a regular expression at once (Thompson 1968), so that each character is looked at once,
 * whatever the expression. Sets of steps that came before are remembered, as in RE2.
 */
export class PatternProgram {
  readonly #steps: Step[] = [];
  readonly #sets = new Map<string, StepSet>();

  constructor(expression: Expression) {
    this.#compile(expression);
    this.#put({ kind: 'found' });
  }

  matches(text: string): boolean {
    let set = this.#set([0], 'nothing');
    for (let at = 0; at < text.length; ) {
      const code = text.codePointAt(at) ?? 0;
      const next = set.next.get(code) ?? this.#advance(set, code);
      if (next === 'found') return true;
      set = next;
      at += code > 0xffff ? 2 : 1;
    }
    return (set.next.get(-1) ?? this.#advance(set, -1)) === 'found';
  }

  places(text: string): readonly Place[] {
    const places: Place[] = [];
    if (!this.matches(text)) return places;
    let from = 0;
    while (from < text.length && places.length < mostPlaces) {
      const place = this.#firstPlace(text, from);
      if (!place) break;
      places.push(place);
      from = place.to;
    }
    return places;
  }

  /** The leftmost non-empty match, and of these the longest: each path remembers where it began. */
  #firstPlace(text: string, from: number): Place | undefined {
    let ways = new Map<number, number>();
    let best: Place | undefined;
    for (let at = from; ; ) {
      const code = text.codePointAt(at) ?? -1;
      if (!best) ways.set(0, Math.min(ways.get(0) ?? at, at));
      const reached = new Map<number, number>();
      for (const [step, began] of [...ways].sort((a, b) => a[1] - b[1]))
        for (const to of this.#closure([step], before(text, at), beside(code)))
          if (!reached.has(to)) reached.set(to, began);
      const next = new Map<number, number>();
      for (const [index, began] of reached) {
        const step = this.#steps[index];
        if (step?.kind === 'found' && at > began && (!best || began <= best.from))
          best = { from: began, to: at };
        if (step?.kind === 'character' && code >= 0 && step.is(code)) next.set(index + 1, began);
      }
      if (code < 0) return best;
      ways = best ? new Map([...next].filter(([, began]) => began <= (best?.from ?? 0))) : next;
      if (best && ways.size === 0) return best;
      at += code > 0xffff ? 2 : 1;
    }
  }

  #advance(set: StepSet, code: number): StepSet | 'found' {
    const reached = this.#closure(set.steps, set.before, beside(code));
    const next: number[] = [0];
    let found = false;
    for (const index of reached) {
      const step = this.#steps[index];
      if (step?.kind === 'found') found = true;
      if (step?.kind === 'character' && code >= 0 && step.is(code)) next.push(index + 1);
    }
    const result = found ? 'found' : this.#set(next, beside(code));
    if (set.next.size >= mostNext) set.next.clear();
    set.next.set(code, result);
    return result;
  }

  #set(steps: readonly number[], before: Beside): StepSet {
    const sorted = [...new Set(steps)].sort((a, b) => a - b);
    const key = `${before} ${sorted.join()}`;
    const known = this.#sets.get(key);
    if (known) return known;
    if (this.#sets.size >= mostSets) this.#sets.clear();
    const set: StepSet = { steps: sorted, before, next: new Map() };
    this.#sets.set(key, set);
    return set;
  }

  /** All steps that can be reached without consuming a character. */
  #closure(steps: readonly number[], before: Beside, behind: Beside): Set<number> {
    const reached = new Set<number>();
    const open = [...steps];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (reached.has(index)) continue;
      reached.add(index);
      const step = this.#steps[index];
      if (step?.kind === 'jump') open.push(step.to);
      if (step?.kind === 'split') open.push(step.other, index + 1);
      if (step?.kind === 'assertion' && holds(step.at, before, behind)) open.push(index + 1);
    }
    return reached;
  }

  #compile(expression: Expression): void {
    switch (expression.kind) {
      case 'character':
      case 'assertion':
        this.#put(expression);
        return;
      case 'sequence':
        for (const part of expression.parts) this.#compile(part);
        return;
      case 'choice':
        this.#compileChoice(expression.parts);
        return;
      case 'repeat':
        this.#compileRepeat(expression);
        return;
      default:
        expression satisfies never;
    }
  }

  #compileChoice(parts: readonly Expression[]): void {
    const ends: Extract<Step, { kind: 'jump' }>[] = [];
    for (const [i, part] of parts.entries()) {
      const split = i < parts.length - 1 ? this.#put({ kind: 'split', other: 0 }) : undefined;
      this.#compile(part);
      if (!split) continue;
      ends.push(this.#put({ kind: 'jump', to: 0 }));
      split.other = this.#steps.length;
    }
    for (const end of ends) end.to = this.#steps.length;
  }

  #compileRepeat({ part, least, most }: Extract<Expression, { kind: 'repeat' }>): void {
    for (let i = 0; i < least; i++) {
      const length = this.#steps.length;
      this.#compile(part);
      if (this.#steps.length === length) return; // nothing, however often
    }
    if (most === undefined) {
      const again = this.#steps.length;
      const split = this.#put({ kind: 'split', other: 0 });
      this.#compile(part);
      this.#put({ kind: 'jump', to: again });
      split.other = this.#steps.length;
      return;
    }
    const splits = Array.from({ length: most - least }, () => {
      const split = this.#put({ kind: 'split', other: 0 });
      this.#compile(part);
      return split;
    });
    for (const split of splits) split.other = this.#steps.length;
  }

  #put<S extends Step>(step: S): S {
    if (this.#steps.length >= mostSteps)
      throw new UsageError('the expression is too large – write smaller counts');
    this.#steps.push(step);
    return step;
  }
}

function holds(at: (Expression & { kind: 'assertion' })['at'], before: Beside, behind: Beside) {
  if (at === 'start') return before === 'nothing';
  if (at === 'end') return behind === 'nothing';
  return ((before === 'word') !== (behind === 'word')) === (at === 'boundary');
}

const beside = (code: number): Beside => (code < 0 ? 'nothing' : isWord(code) ? 'word' : 'other');

/** Only whether it is a word character matters, so half a surrogate pair will do. */
const before = (text: string, at: number): Beside =>
  at === 0 ? 'nothing' : beside(text.charCodeAt(at - 1));
