import { copyFileSync, cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.dirname(path.dirname(import.meta.dirname));

/** A copy of the package as it is installed, with `main` as the text of its dist/main.js. */
export function copyPackage(main?: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tutti-package-'));
  cpSync(path.join(root, 'bin'), path.join(folder, 'bin'), { recursive: true });
  copyFileSync(path.join(root, 'package.json'), path.join(folder, 'package.json'));
  if (main === undefined) return folder;
  mkdirSync(path.join(folder, 'dist'));
  writeFileSync(path.join(folder, 'dist', 'main.js'), main);
  return folder;
}

/** Puts the Node of this test beside the package, as the development dependency does. */
export function addLocalNode(folder: string): void {
  mkdirSync(path.join(folder, 'node_modules', 'node', 'bin'), { recursive: true });
  symlinkSync(process.execPath, path.join(folder, 'node_modules', 'node', 'bin', 'node'));
}

/** Arguments that let this Node pass for an old one, but not the Node it starts. */
export function asOldNode(folder: string): string[] {
  const file = path.join(folder, 'old-node.mjs');
  writeFileSync(
    file,
    `if (!process.env.TUTTI_NODE) {
       Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.1.0' } });
       Object.defineProperty(process, 'version', { value: 'v20.1.0' });
     }`,
  );
  return ['--import', file];
}
