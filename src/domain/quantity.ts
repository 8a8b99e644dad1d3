/** A number in a line of output. */
export interface Quantity {
  /** As it was printed, with its unit of bytes or its percent sign. */
  readonly text: string;
  /** Its value: `1.5G` in bytes. */
  readonly value: number;
}

const powers: Readonly<Record<string, number>> = { K: 1, M: 2, G: 3, T: 4, P: 5 };

/** A number behind which a letter of `KMGTP` (1024 and its powers) may stand. */
export const quantity = (digits: string, unit = ''): number =>
  Number(digits) * 1024 ** (powers[unit.toUpperCase()] ?? 0);

/** Not in the middle of a word, and not a part of an address or a version. */
const number = /(?<![\w.])([-+]?\d+(?:\.\d+)?)(?:([KMGTP])i?B?(?!\w)|%)?(?!\.?\d)/g;

/** The numbers in these lines, in their order. */
export const quantitiesIn = (lines: readonly string[]): Quantity[] =>
  lines.flatMap((line) =>
    Array.from(line.matchAll(number), ([text, digits = '', unit]) => ({
      text,
      value: quantity(digits, unit),
    })),
  );
