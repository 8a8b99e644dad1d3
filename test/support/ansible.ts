import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What Ansible makes of a file: each host with its variables, each group with all of its hosts, or nothing. */
export type AnsibleReading = {
  readonly hosts: Record<string, Record<string, unknown>>;
  readonly groups: Record<string, readonly string[]>;
} | null;

/** The Python that `ansible-inventory` on PATH runs with; absent where it is not installed. */
export function findAnsible(): string | undefined {
  const places = (process.env.PATH ?? '').split(delimiter);
  for (const place of places) {
    try {
      const line = readFileSync(join(place, 'ansible-inventory'), 'utf8').split('\n')[0] ?? '';
      const python = /^#!\s*(\S+python\S*)/.exec(line)?.[1];
      if (python !== undefined) return python;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** Many files in one process: starting Ansible takes longer than reading. */
export function askAnsibleFor(
  python: string,
  plugin: 'ini' | 'yaml',
  files: readonly string[],
): readonly AnsibleReading[] {
  const printed = execFileSync(python, ['-c', driver, plugin], {
    input: JSON.stringify(files),
    maxBuffer: 64 * 1024 * 1024,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return JSON.parse(printed) as readonly AnsibleReading[];
}

const driver = `
import json, sys
from ansible.errors import AnsibleError
from ansible.inventory.data import InventoryData
from ansible.inventory.helpers import get_group_vars
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import inventory_loader
from ansible.utils.vars import combine_vars
def read(path):
    inventory = InventoryData()
    try:
        inventory_loader.get(sys.argv[1]).parse(inventory, DataLoader(), path)
        inventory.reconcile_inventory()
    except AnsibleError:
        return None
    hidden = ('inventory_file', 'inventory_dir', 'inventory_hostname', 'inventory_hostname_short', 'group_names')
    def variables(host):
        found = combine_vars(get_group_vars(host.get_groups()), host.vars)
        return {key: value for key, value in found.items() if key not in hidden}
    return {
        'hosts': {name: variables(host) for name, host in inventory.hosts.items()},
        'groups': {name: sorted(host.name for host in group.get_hosts())
                   for name, group in inventory.groups.items() if name not in ('all', 'ungrouped')},
    }
json.dump([read(path) for path in json.load(sys.stdin)], sys.stdout, default=str)
`;
