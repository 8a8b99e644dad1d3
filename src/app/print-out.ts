/** Standard output could not be written. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
  override readonly cause: NodeJS.ErrnoException;

  constructor(cause: NodeJS.ErrnoException) {
    super(cause.message, { cause });
    this.cause = cause;
  }
}

/** Writes a complete text. Settles when it is written; rejects with `OutputError`. */
export function printOut(text: string): Promise<void> {
  const { stdout } = process;
  return new Promise((resolve, reject) => {
    // Some streams report an error twice, to the callback first.
    const broken = (error: Error) => reject(new OutputError(error));
    stdout.on('error', broken);
    stdout.write(text, (error) => (error ? broken(error) : resolve()));
  });
}
