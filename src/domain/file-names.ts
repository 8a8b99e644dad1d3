/** A file name for each host that every system takes, no two of them equal though case should not count. */
export function fileNames(hosts: readonly string[]): Map<string, string> {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const host of hosts) {
    const plain = plainName(host);
    let name = plain;
    for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${plain}~${count}`;
    taken.add(name.toLowerCase());
    names.set(host, name);
  }
  return names;
}

/** Nothing that a file system or a shell reads as something else; room for an ending behind it. */
function plainName(host: string): string {
  const plain = host.replaceAll(/[^A-Za-z0-9._+-]/g, '_').replace(/^[.-]/, '_');
  return plain === '' ? '_' : plain.slice(0, longest);
}

const longest = 200;
