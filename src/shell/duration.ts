const units = { s: 1, m: 60, h: 3600 } as const;
/** setTimeout takes no more, s. */
export const longestDuration = 2_147_483;

/** Seconds of `30`, `1.5s`, `5m`, `1h`; undefined for anything else, for nothing and for what no timer takes. */
export function readDuration(text: string): number | undefined {
  const [, digits = '', unit = 's'] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(text) ?? [];
  const seconds = Number(digits) * units[(unit || 's') as keyof typeof units];
  return digits === '' || seconds === 0 || seconds > longestDuration ? undefined : seconds;
}
