import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { Place } from '../../src/transport/openssh/place.ts';

// A process of its own that has a place, for a test to end it; says what it has started.

const place = new Place();
const sleep = (): number => spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }).pid ?? 0;
const [watched, forgotten] = [sleep(), sleep()];
place.watch(watched);
place.watch(forgotten);
place.forget(forgotten);
process.stdout.write(JSON.stringify({ folder: place.folder, watched, forgotten }));
await delay(60_000);
