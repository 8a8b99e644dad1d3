import { statSync } from 'node:fs';
import { UsageError } from '../domain/failure.ts';
import { quoted } from '../domain/quoted.ts';

/** What ssh and we read again for each host: a pipe has its text once, and would be waited on. @throws UsageError */
export function sshConfigFile(file: string, flag: string): string {
  const stats = file === 'none' ? undefined : statOf(file);
  const is = stats?.isDirectory()
    ? 'a folder'
    : stats?.isFIFO() || stats?.isSocket()
      ? 'a pipe'
      : '';
  if (is === '') return file;
  throw new UsageError(
    `${flag} takes a file, ${quoted(file)} is ${is}: ssh reads it for each host – write its text to a file and name that`,
  );
}

function statOf(file: string) {
  try {
    return statSync(file);
  } catch {
    // That it is not there is told by ssh, with what else it says of the file.
    return undefined;
  }
}
