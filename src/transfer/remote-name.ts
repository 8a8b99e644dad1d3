import { safeText } from '../domain/output.ts';
import type { FolderEntry } from './sftp.ts';

/**
 * Why a name that a host gave may not become a name here; undefined for one that may. It is one component of
 * a path, whatever the host says (CVE-2019-6111 and its kin).
 */
export function refusedName({
  name,
  bytes,
}: Pick<FolderEntry, 'name' | 'bytes'>): string | undefined {
  if (bytes) return `its name is no UTF-8 (hex ${Buffer.from(bytes).toString('hex')})`;
  if (name === '' || name === '.' || name === '..') return 'the host gave a name that is none';
  if (/[/\0]/.test(name)) return 'the host gave a name that leads elsewhere';
  if (process.platform === 'win32' && /[\\:]/.test(name))
    return 'the host gave a name that leads elsewhere';
  return undefined;
}

/** A host's name as one component of a path here. */
export function hostFolder(host: string): string {
  // What is safe to show may have become shorter: `.` and `..` are looked for in it.
  const name = safeText(host.replaceAll('\0', '_')).replaceAll(/[/\\]/g, '_');
  return /^\.{0,2}$/.test(name) ? `_${name}` : name;
}
