import { close, constants, write } from 'node:fs';
import { promisify } from 'node:util';
import type { Stream } from '../domain/run.ts';
import { openPrivate } from './private-files.ts';
import { encodeClock, encodeHeader, frameKind, magic } from './record-format.ts';
import { WriteQueue } from './write-queue.ts';

export interface RecordListener {
  /** Called when fewer bytes than `fullAt` are waiting again. */
  drained(): void;
  /** Called once if the disk refuses; nothing after this is kept. */
  broken(error: Error): void;
}

/** Bytes that may wait for the disk before the writer is `full` and the caller should pause. */
const fullAt = 1024 * 1024;

/** How often the time is recorded, ms. */
const clockMs = 10;

const writeSome = promisify(write);
const closeFile = promisify(close);

/** Writes the bytes of one run as they come. Nothing given to `append` is dropped while the disk takes it. */
export class RecordWriter {
  readonly file: string;
  /** Undefined while closed, until there is something to write. */
  #fd: number | undefined;
  readonly #listener: RecordListener;
  readonly #hosts = new Map<string, number>();
  readonly #waiting = new WriteQueue();
  #offset = 0;
  /** The time recorded last, epoch ms. */
  #clock = 0;
  #written = 0;
  #pump: Promise<void> | undefined;
  #broken = false;
  /** Callers waiting for the file to reach an offset, smallest first. */
  readonly #watchers: { readonly offset: number; readonly written: () => void }[] = [];

  /** @throws when the folder cannot be made, or the file exists or cannot be opened. */
  constructor(file: string, listener: RecordListener) {
    this.file = file;
    this.#fd = openPrivate(file, constants.O_WRONLY | constants.O_EXCL);
    this.#listener = listener;
    this.#put(magic);
  }

  get full(): boolean {
    return this.#waiting.size > fullAt;
  }

  /** Returns where the frame starts in the file. `now`: epoch ms. */
  append(host: string, stream: Stream, bytes: Uint8Array, now = Date.now()): number {
    const index = this.#hosts.get(host) ?? this.#introduce(host);
    if (Math.abs(now - this.#clock) >= clockMs) this.#tellTime(now);
    const offset = this.#offset;
    this.#put(encodeHeader({ length: bytes.length, host: index, kind: frameKind[stream] }));
    this.#put(bytes);
    if (!this.#broken) this.#pump ??= this.#write();
    return offset;
  }

  /** The index in the host's frames; undefined before its first byte. */
  hostIndex(host: string): number | undefined {
    return this.#hosts.get(host);
  }

  /** Settles when everything given so far is in the file, however much still comes; undefined if it is already. */
  flushed(): Promise<void> | undefined {
    if (this.#pump === undefined || this.#broken) return undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#watchers.push({ offset: this.#offset, written: resolve });
    return promise;
  }

  /** Settles when everything is on the disk. What is appended later opens the file again: a fan-out starts hosts when others have ended. */
  async close(): Promise<void> {
    while (this.#pump) await this.#pump;
    this.#waiting.rest();
    const fd = this.#fd;
    this.#fd = undefined;
    if (fd !== undefined) await closeFile(fd);
  }

  #introduce(host: string): number {
    const index = this.#hosts.size;
    const name = Buffer.from(host);
    this.#hosts.set(host, index);
    this.#put(encodeHeader({ length: name.length, host: index, kind: frameKind.host }));
    this.#put(name);
    return index;
  }

  #tellTime(now: number): void {
    this.#clock = now;
    const body = encodeClock(now);
    this.#put(encodeHeader({ length: body.length, host: 0, kind: frameKind.clock }));
    this.#put(body);
  }

  #put(bytes: Uint8Array): void {
    this.#offset += bytes.length;
    if (!this.#broken) this.#waiting.put(bytes);
  }

  async #write(): Promise<void> {
    try {
      while (this.#waiting.size > 0) await this.#writeNext();
    } catch (error) {
      this.#broken = true;
      this.#waiting.drop();
      this.#listener.broken(error as Error);
      this.#listener.drained();
    }
    this.#pump = undefined;
    this.#tellWritten(this.#offset);
  }

  async #writeNext(): Promise<void> {
    this.#fd ??= openPrivate(this.file, constants.O_WRONLY);
    const bytes = this.#waiting.next();
    const { bytesWritten } = await writeSome(this.#fd, bytes, 0, bytes.length, this.#written);
    this.#written += bytesWritten;
    this.#tellWritten(this.#written);
    const wasFull = this.full; // only now: more came while the disk wrote
    this.#waiting.written(bytesWritten);
    if (wasFull && !this.full) this.#listener.drained();
  }

  #tellWritten(until: number): void {
    while (this.#watchers[0] && this.#watchers[0].offset <= until)
      this.#watchers.shift()?.written();
  }
}
