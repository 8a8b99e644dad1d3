import { startFleet } from './demo/demo-fleet.ts';

// The entry of the demo's process: it lives as long as its parent does, and leaves nothing behind.

// The terminal's Ctrl-C is meant for what runs on the hosts.
process.on('SIGINT', () => {});

const fleet = await startFleet({ count: Number(process.argv[2] ?? 6) });
let closed = false;
const close = () => {
  if (!closed) fleet.close();
  closed = true;
  process.exit(0);
};
process.on('disconnect', close).on('SIGTERM', close).on('SIGHUP', close);
const { hosts, groups } = fleet;
process.send?.({ hosts, groups });
