import { parseArgs } from 'node:util';
import { bulk, cold, start } from './cold.ts';
import { copy } from './copy.ts';
import { canStartFleet, startFleet } from './fleet.ts';
import { gather } from './gather.ts';
import { gigabyte } from './gigabyte.ts';
import { repeat } from './repeat.ts';
import { idle, latency } from './screen.ts';

// npm run bench -- [--hosts 10,50,200] [--parts gather,start,cold,repeat,screen,bulk,copy,idle,gigabyte] [--rounds 9]
const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '10,50,200' },
    parts: { type: 'string', default: 'gather,start,cold,repeat,screen,bulk,copy,idle,gigabyte' },
    rounds: { type: 'string', default: '9' },
  },
});
const parts = values.parts.split(',');
const rounds = Number(values.rounds);
const tutti = [process.execPath, 'bin/tutti.js'];

if (parts.includes('gather')) gather();
if (!canStartFleet()) {
  console.log('the bench needs root and OpenSSH: apt-get install openssh-server');
  process.exit(0);
}
console.log(`node ${process.version}, ssh2 addon ${await addon()}`);
for (const count of values.hosts.split(',').map(Number)) {
  const fleet = await startFleet(count);
  const stop = () => {
    fleet.close();
    process.exit(130);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    console.log(`\n${count} real sshd`);
    if (parts.includes('start') && count >= 100) await start(fleet, tutti, rounds);
    if (parts.includes('cold')) await cold(fleet, tutti, Math.min(rounds, 5));
    if (parts.includes('repeat')) await repeat(fleet, tutti, rounds);
    if (parts.includes('bulk') && count === 50) await bulk(fleet, tutti);
    if (parts.includes('copy') && count <= 50) await copy(fleet, tutti, Math.min(rounds, 3));
    if (parts.includes('idle') && count >= 50) await idle(fleet, tutti);
    if (parts.includes('gigabyte') && count >= 20) await gigabyte(fleet, tutti);
    if (parts.includes('screen') && count >= 64) {
      const [flood, medium] = [100_000, { cols: 200, rows: 50 }];
      const large = { hosts: 64, cols: 300, rows: 80, lines: flood, view: 'panes' } as const;
      const panes = { hosts: 16, ...medium, lines: flood, view: 'panes' } as const;
      const stream = { hosts: 20, ...medium, lines: 20_000, view: 'stream' } as const;
      await latency(fleet, tutti, panes, { p50: 8, p99: 45 });
      await latency(fleet, tutti, stream, { p50: 8, p99: 45 });
      await latency(fleet, tutti, large, { p50: 25, p99: 90 });
    }
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    fleet.close();
  }
}
process.exit(0);

async function addon(): Promise<string> {
  const { createRequire } = await import('node:module');
  try {
    createRequire(import.meta.url)('ssh2/lib/protocol/crypto/build/Release/sshcrypto.node');
    return 'loaded';
  } catch {
    return 'not loaded (plain JavaScript)';
  }
}
