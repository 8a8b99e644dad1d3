/** The one screen told when there is no inventory anywhere. `sshHosts`: literal names of ~/.ssh/config. */
export function noInventory(sshHosts: readonly string[]): string {
  const file = sshHosts.length > 0 ? fromSshConfig(sshHosts) : fromNothing;
  return `${[...firstSteps, ...file].join('\n')}\n`;
}

const firstSteps = [
  'no inventory: there is no --inventory FILE, $TUTTI_INVENTORY, ./inventory.yaml',
  'or $XDG_CONFIG_HOME/tutti/inventory.yaml (~/.config/tutti/inventory.yaml)',
  '',
  'try it on embedded hosts, nothing to set up:',
  '  tutti --demo',
  '',
];

const shownHosts = 8;

/** A host without an address is dialled by its name, so ssh's own configuration holds for it. */
function fromSshConfig(names: readonly string[]): string[] {
  const more = names.length - shownHosts;
  return [
    `your ~/.ssh/config knows ${names.length} host${names.length === 1 ? '' : 's'}; use it as it is:`,
    '  tutti --inventory ~/.ssh/config',
    '',
    'or write an inventory.yaml here:',
    '  version: 1',
    '  hosts:',
    ...names.slice(0, shownHosts).map((name) => `    ${key(name)}: {}`),
    ...(more > 0 ? [`    # … and ${more} more`] : []),
    '',
    'then: tutti @all',
  ];
}

/** A name that YAML would read as something else than text is quoted. */
const key = (name: string): string =>
  /^[A-Za-z][\w.-]*$/.test(name) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(name)
    ? name
    : JSON.stringify(name);

const fromNothing = [
  'or write an inventory.yaml here:',
  '  version: 1',
  '  hosts:',
  '    web[01-20]: { address: "%h.example.com", user: deploy }',
  '    db01: { address: 10.0.0.5 }',
  '  groups:',
  '    web: { hosts: ["web[01-20]"] }',
  '',
  'then: tutti @web',
];
