import ssh2, { type ParsedKey } from 'ssh2';
import { LentKey } from './lent-key.ts';

export interface Lending {
  /** Only these public keys. */
  readonly only?: readonly Buffer[];
  /** At most so many: a server counts each one that it refuses. */
  readonly most?: number;
}

/** Keys of an ssh-agent, in its order. Rejects as the agent does. */
export async function agentKeys(
  socket: string,
  { only, most }: Lending = {},
): Promise<readonly LentKey[]> {
  const agent = new ssh2.OpenSSHAgent(socket);
  const keys = await new Promise<readonly ParsedKey[]>((resolve, reject) => {
    agent.getIdentities((error, found) =>
      error ? reject(error) : resolve((found ?? []) as ParsedKey[]),
    );
  });
  return keys
    .filter((key) => !only || only.some((wanted) => wanted.equals(key.getPublicSSH())))
    .slice(0, most)
    .map((key) => new LentKey(key, (data, options) => signedBy(agent, key, data, options)));
}

const signedBy = (
  agent: InstanceType<typeof ssh2.OpenSSHAgent>,
  key: ParsedKey,
  ...[data, options]: Parameters<ConstructorParameters<typeof LentKey>[1]>
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    agent.sign(key, data, options, (error, signature) =>
      signature ? resolve(signature) : reject(error ?? new Error('no signature')),
    );
  });
