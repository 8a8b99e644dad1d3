import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Place } from '../../src/transport/openssh/place.ts';

// A process of its own that has a place, for a test to end it; says what it has started.

const place = new Place();
/** A program that has started another one. */
const pair = 'sleep 60 & echo $!; exec sleep 60';
async function start(): Promise<{ leader: number; child: number }> {
  const leader = spawn('sh', ['-c', pair], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  const [words] = await once(leader.stdout, 'data');
  return { leader: leader.pid ?? 0, child: Number(words) };
}
const [watched, forgotten] = [await start(), await start()];
place.watch(watched.leader);
place.watch(forgotten.leader);
place.forget(forgotten.leader);
process.stdout.write(JSON.stringify({ folder: place.folder, watched, forgotten }));
await delay(60_000);
