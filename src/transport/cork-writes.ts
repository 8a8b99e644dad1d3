import type { Socket } from 'node:net';

/**
 * Makes what is written in one tick leave in one system call. ssh2 writes each packet by itself, and without Nagle each
 * would be a segment of its own: this makes a file a third cheaper.
 */
export function corkWrites(socket: Socket): void {
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  let corked = false;
  socket.write = (...args: unknown[]): boolean => {
    if (!corked) {
      corked = true;
      socket.cork();
      process.nextTick(() => {
        corked = false;
        socket.uncork();
      });
    }
    return write(...args);
  };
}
