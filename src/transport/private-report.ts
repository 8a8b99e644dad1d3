/**
 * Keeps the environment out of Node's diagnostic report, which a crash or a signal may write (Node 22.13 and newer).
 */
export function keepReportPrivate(): void {
  if (process.report) process.report.excludeEnv = true;
}
