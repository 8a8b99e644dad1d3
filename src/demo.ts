import { guardAddon } from './transport/addon-guard.ts';

// The entry of the demo's process: it lives as long as its parent does, and leaves nothing behind.

// The terminal's Ctrl-C is meant for what runs on the hosts.
process.on('SIGINT', () => {});

guardAddon();
const { startFleet } = await import('./demo/demo-fleet.ts');
const starting = startFleet({ count: Number(process.argv[2] ?? 6) });

const close = async () => {
  const fleet = await starting;
  fleet.close();
  process.exit(0);
};
for (const end of ['disconnect', 'SIGTERM', 'SIGHUP']) process.once(end, () => void close());

const { hosts, groups, scratch } = await starting;
if (process.connected) process.send?.({ hosts, groups, scratch });
