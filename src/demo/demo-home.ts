import { mkdirSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import path from 'node:path';

/** What sets one demo host apart, so that every view has something to show. */
export interface Peculiarities {
  readonly name: string;
  readonly index: number;
  /** Its app.conf deviates from the others'. */
  readonly odd: boolean;
  /** Its ./check fails. */
  readonly broken: boolean;
  /** Its ./slow takes 3 s. */
  readonly slow: boolean;
}

/** Makes a host's directory: its files, and the programs in front of PATH. Returns its path. */
export function makeHome(scratch: string, host: Peculiarities): string {
  const home = path.join(scratch, host.name);
  const bin = path.join(home, 'bin');
  mkdirSync(bin, { recursive: true, mode: 0o700 });
  const script = (file: string, text: string) =>
    writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  // /etc/profile, which a terminal's login shell reads, sets a PATH of its own.
  writeFileSync(path.join(home, '.profile'), 'PATH="$HOME/bin:$PATH"\n');
  writeFileSync(path.join(home, 'app.conf'), configuration(host.odd));
  writeFileSync(path.join(home, 'app.log'), '');
  script(path.join(home, 'check'), host.broken ? failingCheck : 'echo "ok: 4 of 4 checks"');
  script(path.join(home, 'slow'), host.slow ? 'sleep 3; echo done' : 'echo done');
  script(path.join(bin, 'hostname'), `echo ${host.name}`);
  script(
    path.join(bin, 'uptime'),
    `echo " up ${3 + host.index} days, load average: 0.${10 + host.index}, 0.08, 0.05"`,
  );
  return home;
}

const configuration = (odd: boolean): string => `# the application
listen = 0.0.0.0:8080
workers = ${odd ? 2 : 8}
cache = 512m
log_level = ${odd ? 'debug' : 'info'}
`;

const failingCheck = `echo "ok: 3 of 4 checks"
echo "disk: /var is 97% full" >&2
exit 1`;

/** How often each host's log grows, ms. */
const logEvery = 1000;

/** Lets the logs grow; returns what stops it. */
export function growLogs(homes: readonly string[]): () => void {
  let count = 0;
  const timer = setInterval(() => {
    count += 1;
    homes.forEach((home, index) => {
      const took = 3 + ((count * 7 + index * 13) % 40);
      const line = `${new Date().toISOString()} GET /item/${(count * 31 + index) % 997} 200 ${took}ms\n`;
      appendFile(path.join(home, 'app.log'), line).catch(() => {});
    });
  }, logEvery);
  return () => clearInterval(timer);
}
