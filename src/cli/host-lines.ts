/** The lines of many hosts on their way to one outlet; those of different hosts never mix. */
export interface HostLines {
  runStarted(hosts: readonly string[]): void;
  /** `taken` is called once, when there is room for more. */
  write(host: string, bytes: Uint8Array, taken: () => void): void;
  /** Its command has ended. */
  end(host: string): void;
  /** What a background job says after that. */
  late(host: string, bytes: Uint8Array): void;
  /** A line of our own. */
  tell(text: string): void;
  /** Nothing more comes. */
  close(): void;
}
