/**
 * Stops this process as Ctrl-Z does in other programs (`fg` continues it). Settles at once if nobody could continue it:
 * a process group without a parent shell ignores SIGTSTP (POSIX 11.1.4).
 */
export async function stopProcess(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  process.once('SIGCONT', resolve);
  // The whole process group, as the terminal's own Ctrl-Z: npm or a starter in front of us must stop too.
  process.kill(0, 'SIGTSTP');
  // Timers do not run while we are stopped.
  const notStopped = setTimeout(resolve, noticeMs);
  await promise;
  clearTimeout(notStopped);
  process.removeListener('SIGCONT', resolve);
}

const noticeMs = 100;
