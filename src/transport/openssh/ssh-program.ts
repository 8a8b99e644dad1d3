import { execFile } from 'node:child_process';
import { ConnectError } from '../channel.ts';

/** The first version whose masters have a proxy mode. */
const oldest = 7.4;

/** There is no usable ssh here. */
export class NoSsh extends ConnectError {
  constructor(message: string) {
    super({ kind: 'protocol', message }, false);
  }
}

const versions = new Map<string, Promise<number>>();

/** Which OpenSSH this is, e.g. 9.2; asked once. Rejects with `NoSsh`. */
export function sshVersion(program: string): Promise<number> {
  const known = versions.get(program) ?? ask(program);
  versions.set(program, known);
  known.catch(() => versions.delete(program));
  return known;
}

function ask(program: string): Promise<number> {
  return new Promise((resolve, reject) => {
    execFile(program, ['-V'], { timeout: 10_000 }, (error, _, words) => {
      const [, version] = /OpenSSH_(?:for_Windows_)?(\d+\.\d+)/.exec(words) ?? [];
      if (error?.code === 'ENOENT') {
        reject(new NoSsh(`transport openssh: there is no program ${program} – install OpenSSH`));
      } else if (version === undefined || Number(version) < oldest) {
        const found = words.trim() || 'something else';
        const why = `transport openssh needs OpenSSH ${oldest} or newer, ${program} is ${found}`;
        reject(new NoSsh(`${why} – install a newer one`));
      } else resolve(Number(version));
    });
  });
}
