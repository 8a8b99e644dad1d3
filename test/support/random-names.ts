import { seededRandom } from './random.ts';

const shapes = [
  ['web', ''],
  ['db', '.example.com'],
  ['r', 'n', ''],
  ['', '.', '.', '.', ''],
  ['x%', '-', 'b'],
  ['c', 'b', 's', ''],
];

/** Host names with none to four numbers in them, padded and not, some of them twice. */
export function randomNames(seed: number): string[] {
  const random = seededRandom(seed);
  const number = () => {
    const digits = String(random.below(4) === 0 ? random.below(120) : random.below(12));
    return random.below(3) === 0 ? digits.padStart(1 + random.below(3), '0') : digits;
  };
  const name = () => {
    const shape = shapes[random.below(shapes.length)] ?? [];
    return random.below(20) === 0
      ? 'bastion'
      : shape.reduce((text, part) => text + number() + part);
  };
  return Array.from({ length: 1 + random.below(80) }, name);
}
