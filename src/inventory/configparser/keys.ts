/** What people call the options of a host and of a group. */
const names = {
  user: ['user', 'username', 'login', 'login_user', 'ssh_user'],
  password: ['password', 'passwd', 'pass', 'pwd', 'ssh_password', 'ssh_pass'],
  port: ['port', 'ssh_port'],
  key: [
    'identity_file',
    'identityfile',
    'key',
    'keyfile',
    'key_file',
    'key_filename',
    'private_key',
    'private_key_file',
    'pkey',
    'ssh_key',
    'rsa_key',
  ],
  jump: ['jump', 'jump_host', 'jumphost', 'proxyjump', 'bastion', 'gateway'],
  address: ['host', 'hostname', 'address', 'addr', 'ip', 'server'],
  hosts: ['hosts', 'hostnames', 'members', 'nodes', 'servers', 'machines', 'host_list'],
  groups: ['group', 'groups', 'children'],
} as const;

export type Meaning = keyof typeof names;

const meanings = new Map<string, Meaning>(
  Object.entries(names).flatMap(([meaning, keys]) =>
    keys.map((key): [string, Meaning] => [key, meaning as Meaning]),
  ),
);

/** What an option of this name says; nothing for a variable of the operator's own. */
export const meaningOf = (key: string): Meaning | undefined => meanings.get(key);

/** `host1`, `host_2`: hosts of a group, one an option. */
export const isNumberedHost = (key: string): boolean => /^(host|server|node|ip)_?\d+$/.test(key);
