import { fold } from '../domain/fold.ts';
import type { Run } from '../domain/run.ts';
import { verdictCounts } from '../domain/verdict-counts.ts';

export interface NotifierScreen {
  /** False when the terminal has reported that it lost the focus. */
  readonly focused: boolean;
  notify(text: string): void;
}

/** A run that took longer, ms, is announced even though the terminal has the focus. */
const longMs = 10_000;

/** Calls the operator back to the terminal. */
export class Notifier {
  on = true;
  /** Set while the screen is open. */
  screen: NotifierScreen | undefined;

  runEnded(run: Run): void {
    const took = (run.endedAt ?? run.startedAt) - run.startedAt;
    if (took > longMs || this.screen?.focused === false) this.tell(runWords(run));
  }

  /** Something waits for the operator. */
  tell(text: string): void {
    if (this.on) this.screen?.notify(text);
  }
}

/** `run 14 df -h: 1 failed web03, 11 ok` */
function runWords(run: Run): string {
  const [command = ''] = run.command.trim().split('\n', 1);
  const counts = verdictCounts(run).map(({ verdict, hosts }) => {
    const names = verdict === 'ok' ? '' : ` ${fold(hosts)}`;
    return `${hosts.length} ${verdict.replace('-', ' ')}${names}`;
  });
  return `run ${run.number} ${command}: ${counts.join(', ')}`;
}
