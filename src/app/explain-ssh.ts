import { userInfo } from 'node:os';
import type { Explanation } from '../domain/explanation.ts';
import type { Host } from '../domain/host.ts';
import type { SshSettings } from '../ssh-config/settings.ts';
import { SshConfigs } from '../ssh-config/ssh-configs.ts';

/**
 * Adds what ssh's configuration says where the inventory says nothing. `refused` is called with the reason if ssh
 * cannot tell.
 */
export async function withSsh(
  explanation: Explanation,
  host: Host,
  file: string | undefined,
  refused: (why: string) => void,
): Promise<Explanation> {
  const settings = await new SshConfigs(file === undefined ? {} : { file })
    .of({
      name: host.name,
      ...(host.address !== host.name && { address: host.address }),
      ...(host.port !== undefined && { port: host.port }),
      ...(host.user !== undefined && { user: host.user }),
      ...(host.sshOptions && { options: host.sshOptions }),
    })
    .catch((error: Error) => refused(error.message));
  if (!settings) return explanation;
  const said = saidBySsh(settings);
  return {
    ...explanation,
    values: explanation.values.map((value) => {
      const text = said[value.key];
      const isOpen = value.origin.kind === 'default' && text !== undefined && text !== value.text;
      return isOpen ? { ...value, text, origin: { kind: 'ssh' } } : value;
    }),
  };
}

const saidBySsh = (settings: SshSettings): Readonly<Record<string, string | undefined>> => ({
  address: settings.address,
  port: settings.port === 22 ? undefined : String(settings.port),
  // ssh -G always names a user; without a configured one it is our own.
  user: settings.user === userInfo().username ? undefined : settings.user,
  identity_file: settings.identityFiles?.join(', '),
  jump: settings.proxyJump.length > 0 ? settings.proxyJump.join(' → ') : settings.proxyCommand,
  transport:
    settings.onlyOpenssh.length > 0
      ? `auto, by ssh itself (${settings.onlyOpenssh.join(', ')})`
      : undefined,
  host_key_check: settings.hostKeyCheck === 'ask' ? undefined : settings.hostKeyCheck,
});
