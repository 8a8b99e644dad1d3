/** Whether a name fits a mask: `*` is any text, also none, `?` any one character. Never exponential. */
export function fitsWildcard(name: string, mask: string): boolean {
  let inName = 0;
  let inMask = 0;
  let star: { mask: number; name: number } | undefined;
  while (inName < name.length) {
    const wanted = mask[inMask];
    if (wanted === '*') {
      star = { mask: inMask, name: inName };
      inMask += 1;
    } else if (wanted === '?' || wanted === name[inName]) {
      inName += 1;
      inMask += 1;
    } else if (star) {
      // Let the last star take one character more and try again behind it.
      star.name += 1;
      inName = star.name;
      inMask = star.mask + 1;
    } else {
      return false;
    }
  }
  return /^\**$/.test(mask.slice(inMask));
}
