import { UsageError } from '../domain/failure.ts';
import type { Option } from './options.ts';
import type { Place } from './places.ts';

/** Refuses an option where it means nothing, and says where it belongs. @throws UsageError */
export function checkPlace(place: Place | 'completion', given: readonly Option[]): void {
  const wrong = given.find((option) => !option.places.some((each) => each === place));
  if (!wrong) return;
  const here = place === 'shell' ? 'the shell' : `tutti ${place}`;
  const there = wrong.places
    .filter((place) => !place.startsWith('batch_'))
    .map((place) => (place === 'shell' ? 'tutti TARGET' : `tutti ${place}`));
  const last = there.pop();
  const all = [...(there.length > 0 ? [there.join(', ')] : []), last].join(' and ');
  throw new UsageError(`--${wrong.name} means nothing to ${here} – it belongs to ${all}`);
}

/** Refuses an option of a line typed at the prompt that only a start can follow. @throws UsageError */
export function checkAtPrompt({ atPrompt, name }: Option, flag: string): void {
  if (atPrompt || name === 'help' || name === 'version') return;
  const instead = name === 'debug' ? 'write :debug' : 'leave it out';
  throw new UsageError(`${flag} means nothing at the prompt – ${instead}`);
}
