/** A file that was written so lately may have been written again within the second that is told, seconds. */
const settled = 10;

/** Whether two times of change (seconds since 1970) prove that a file of the same size is the same. */
export function isSameTime(one: number, other: number): boolean {
  return Math.floor(one) === Math.floor(other) && Date.now() / 1000 - one > settled;
}
