import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { Sandbox } from '../support/sandbox.ts';

const module = new URL('../../src/inventory/end-with-us.ts', import.meta.url).href;

describe('a program that is to end with us', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'does so when %s comes while it is being started',
    async (signal) => {
      const sandbox = new Sandbox();
      const script = `
        import { spawn } from 'node:child_process';
        import { endingWithUs } from '${module}';
        endingWithUs(() => {
          const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
          process.kill(process.pid, '${signal}');
          return child;
        });
      `;
      const run = ['--input-type=module', '-e', script];
      expect(spawnSync(process.execPath, run, { env: sandbox.env }).signal).toBe(signal);
      await sandbox.deserted();
    },
  );
});
