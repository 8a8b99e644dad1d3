/** A file name for each host that every system accepts; no two are equal, even if case does not count. */
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

/** No character that a file system or a shell treats specially, and room for an extension. */
function plainName(host: string): string {
  const plain = host.replaceAll(/[^A-Za-z0-9._+-]/g, '_').replace(/^[.-]/, '_');
  return plain === '' ? '_' : plain.slice(0, longest);
}

const longest = 200;
