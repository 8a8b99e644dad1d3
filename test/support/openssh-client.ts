import { setTimeout as delay } from 'node:timers/promises';
import type { Host } from '../../src/domain/host.ts';
import { createOpensshTransport } from '../../src/transport/openssh/transport.ts';
import { plainRoutes } from './routes.ts';

// A process of its own that connects to the host of its argument and says so, for a test to end it.

const host = JSON.parse(process.argv[2] ?? '') as Host;
const connection = await createOpensshTransport({ config: 'none' }).connect(
  await plainRoutes()(host),
  {
    signal: new AbortController().signal,
    ask: async () => null,
    judged: () => {},
    untimed: (wait) => wait(),
    notice: () => {},
  },
);
const channel = await connection.exec(process.argv[3] ?? '');
channel.onOutput(() => process.stdout.write('up\n'));
channel.onClose(() => process.exit(1));
await delay(60_000);
