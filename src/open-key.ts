import { guardAddon } from './transport/addon-guard.ts';
import { keepReportPrivate } from './transport/private-report.ts';

// The entry of a process that opens one encrypted key and ends: what it knew is gone with it.

guardAddon();
keepReportPrivate();
const { openKey } = await import('./transport/parse-key.ts');

process.once('message', ({ text, passphrase }: { text: string; passphrase: string }) => {
  process.send?.(openKey(text, passphrase), undefined, undefined, () => process.disconnect());
});
process.once('disconnect', () => process.exit());
