/** Those of inventory/formats.ts, which a test holds together. */
export const inventoryFormats: readonly (readonly [name: string, meaning: string])[] = [
  ['yaml', 'inventory.yaml, version 1'],
  ['configparser', "Python's: [web01] host = 10.0.0.5, [web] hosts = web01,web02"],
  ['ansible-ini', '[web], [web:vars], [prod:children], web[01:20]'],
  ['ansible-yaml', 'all: with hosts:, children: and vars:'],
  ['script', 'a program that prints JSON for --list, as those of Ansible'],
  ['clustershell', 'groups.conf with its upcalls, groups.d/*.yaml and *.cfg'],
  ['ssh-config', 'the Host names of ~/.ssh/config and of what it includes'],
  ['list', 'one host or node set a line, # for comments'],
];
