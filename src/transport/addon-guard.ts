import { readFileSync } from 'node:fs';

/**
 * Keeps ssh2's native addon from being loaded if it would crash the process: built with the headers of Node 24.19 or
 * newer, it aborts under every Node 24 when a cipher is collected (nodejs/node#65446, mscdex/ssh2#1511). ssh2 then
 * works in plain JavaScript. Must be called before ssh2 is imported.
 */
export function guardAddon(): void {
  const open = process.dlopen;
  process.dlopen = (module: object, file: string, ...flags: [number?]) => {
    if (file.endsWith('sshcrypto.node') && endsProcess(readFileSync(file))) {
      throw new Error(
        'built with headers of Node 24.19 or newer – npm rebuild ssh2 with another Node',
      );
    }
    open.call(process, module, file, ...(flags as []));
  };
}

/** Node 26 has the registry that the hooks need. */
export const endsProcess = (addon: Buffer, node = process.versions.node): boolean =>
  node.startsWith('24.') && addon.includes('RemoveEnvironmentCleanupHook');
