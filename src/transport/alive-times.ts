import type { Route } from './route.ts';
import type { WatchdogTimes } from './watchdog.ts';

/** Milliseconds. The keepalive is a request that every server answers, so that silence means something. */
export const usualTimes: WatchdogTimes = {
  keepalive: 5000,
  every: 2500,
  suspectAfter: 15_000,
  lostAfter: 20_000,
};

/** The times of ServerAliveInterval and ServerAliveCountMax if set (ssh_config(5)), else `times`. */
export function aliveTimes({ ssh }: Route, times: WatchdogTimes): WatchdogTimes {
  if (!ssh.serverAlive) return times;
  const interval = ssh.serverAlive.interval * 1000;
  const lostAfter = interval * (ssh.serverAlive.countMax + 1);
  const suspectAfter = Math.min(times.suspectAfter, lostAfter - interval / 2);
  return {
    keepalive: interval,
    every: Math.min(times.every, interval / 2),
    suspectAfter,
    lostAfter,
  };
}
