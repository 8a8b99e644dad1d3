import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';

/** Files of this size or more are gone on with after a cut; smaller ones are sent again, bytes. */
export const resumeFrom = 8 * 1024 * 1024;

/** Room for what is put around the name: a name has at most 255 bytes. */
const longest = 200;

/** Beside the final name, hidden, and nobody else's. */
export const randomPart = (final: string): string => beside(final, randomBytes(6).toString('hex'));

/** The same whenever the same `content` goes to the same name, so that it is found again. */
export const lastingPart = (final: string, content: string): string =>
  beside(final, `tutti-${createHash('sha256').update(content).digest('hex').slice(0, 16)}`);

function beside(final: string, id: string): string {
  const folder = path.posix.dirname(final);
  const name = Buffer.from(path.posix.basename(final)).subarray(0, longest).toString();
  return path.posix.join(folder, `.${name.replace(/\uFFFD+$/, '')}.${id}.part`);
}
