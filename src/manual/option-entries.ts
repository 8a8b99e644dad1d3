import { typedOption } from '../cli/help.ts';
import { type Option, options } from '../cli/options.ts';
import type { Place } from '../cli/places.ts';
import { entry } from './roff.ts';

/** Every option of these places; where one means something in few of them only, that is said. */
export function optionEntries(places: readonly Place[]): string {
  return options
    .filter((option) => option.places.some((place) => places.includes(place)))
    .map((option) => entry(typedOption(option), sentence(option, places)))
    .join('');
}

function sentence(option: Option, places: readonly Place[]): string {
  const here = places.filter((place) => option.places.includes(place));
  const only =
    here.length === places.length || here.length > mostNamed
      ? ''
      : ` (${here.map(placeName).join(', ')})`;
  return `${option.summary}${only}`;
}

const mostNamed = 3;

const placeName = (place: Place): string => (place === 'shell' ? 'the shell' : place);
