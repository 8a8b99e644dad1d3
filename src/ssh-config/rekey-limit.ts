/** When a connection is to get new keys (ssh_config(5), RekeyLimit); absent: as the server sees fit. */
export interface RekeyLimit {
  /** In one direction. */
  readonly bytes?: number;
  readonly seconds?: number;
}

const units: Readonly<Record<string, number>> = {
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
};
const seconds: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};

/** As it is written (`1G 1h`, `default none`), and as `ssh -G` prints it (`1073741824 3600`; 0: no word on it). */
export function parseRekeyLimit(text = ''): RekeyLimit {
  const [size = '', time = ''] = text.trim().toLowerCase().split(/\s+/);
  const [, count = '', unit = ''] = /^(\d+)([kmg]?)$/.exec(size) ?? [];
  const bytes = Number(count) * (units[unit] ?? 1);
  const every = secondsOf(time);
  return { ...(bytes > 0 && { bytes }), ...(every > 0 && { seconds: every }) };
}

/** sshd_config(5), TIME FORMATS */
function secondsOf(time: string): number {
  if (!/^(?:\d+[smhdw]?)+$/.test(time)) return 0;
  return [...time.matchAll(/(\d+)([smhdw]?)/g)]
    .map(([, count, unit]) => Number(count) * (seconds[unit ?? ''] ?? 1))
    .reduce((sum, each) => sum + each, 0);
}
