import { type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { wrongFile } from './source-file.ts';

/**
 * Whoever can write to a file that we execute, or whose commands we execute, can do what we can. `what`: program, or file.
 * @throws InventoryError
 */
export function checkTrusted(file: string, stats: Pick<Stats, 'mode' | 'uid'>, what: string): void {
  const own = process.getuid?.();
  if (own === undefined) return;
  if (stats.uid !== own && stats.uid !== 0)
    throw wrongFile(
      file,
      `the ${what} belongs to somebody else – make it yours: chown ${own} ${file}`,
    );
  if ((stats.mode & 0o022) !== 0)
    throw wrongFile(file, `others can write to this ${what} – run: chmod go-w ${file}`);
  const folder = path.dirname(path.resolve(file));
  const { mode, uid } = statSync(folder);
  const sticky = (mode & 0o1000) !== 0;
  if ((uid !== own && uid !== 0) || ((mode & 0o022) !== 0 && !sticky))
    throw wrongFile(
      file,
      `others can put another ${what} into its folder – run: chmod go-w ${folder}`,
    );
}
