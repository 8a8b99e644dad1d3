import type { GetStreamCallback, ParsedKey } from 'ssh2';
import { LentKey } from './lent-key.ts';
import { ssh2Parts } from './ssh2-parts.ts';
import { within } from './time-limit.ts';

export interface Lending {
  /** Only these public keys. */
  readonly only?: readonly Buffer[];
  /** At most so many keys: a server counts each one that it refuses. */
  readonly most?: number;
  /** How long the agent may take to list them, ms; shorter in tests. */
  readonly listedWithin?: number;
}

/** A forwarded agent's socket may outlive its connection, so the wait is short: there are key files too. */
const usualListing = 4000;

/** How long listing may take in a login that may take `seconds`, ms: half of the time is left for the files. */
export const listingWithin = (seconds: number): number => Math.min(usualListing, seconds * 500);

/** The keys of an ssh-agent, in its order. Rejects if the agent fails or does not answer. */
export async function agentKeys(
  socket: string,
  { only, most, listedWithin = usualListing }: Lending = {},
): Promise<readonly LentKey[]> {
  const agent = new Agent(socket);
  const keys = await within(listedWithin, agent.keys());
  if (keys === undefined) {
    agent.hangUp();
    throw new Error(`${socket} gives no answer`);
  }
  return keys
    .filter((key) => !only || only.some((wanted) => wanted.equals(key.getPublicSSH())))
    .slice(0, most)
    .map((key) => new LentKey(key, (data, options) => signedBy(agent, key, data, options)));
}

class Agent extends ssh2Parts().OpenSSHAgent {
  #hangUp = () => {};

  override getStream(callback: GetStreamCallback): void {
    super.getStream((error, stream) => {
      this.#hangUp = () => stream?.destroy();
      callback(error, stream);
    });
  }

  keys(): Promise<readonly ParsedKey[]> {
    return new Promise((resolve, reject) => {
      this.getIdentities((error, found) =>
        error ? reject(error) : resolve((found ?? []) as ParsedKey[]),
      );
    });
  }

  hangUp(): void {
    this.#hangUp();
  }
}

const signedBy = (
  agent: Agent,
  key: ParsedKey,
  ...[data, options]: Parameters<ConstructorParameters<typeof LentKey>[1]>
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    agent.sign(key, data, options, (error, signature) =>
      signature ? resolve(signature) : reject(error ?? new Error('no signature')),
    );
  });
