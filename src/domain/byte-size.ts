const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** `9 B`, `1.2 KB`, `214 MB`; a KB has 1024 bytes, as in `ls -h`. At most four digits. */
export function byteSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 1023.5 would be shown as 1024
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[unit]}`;
}
