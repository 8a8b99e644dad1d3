import { ansibleIni, ansibleYaml } from './ansible.ts';
import { clustershell } from './clustershell.ts';
import { configparser } from './configparser.ts';
import { hostList } from './host-list.ts';
import { script } from './script.ts';
import type { SourceFile } from './source-file.ts';
import { sshConfig } from './ssh-config.ts';
import type { Written } from './written.ts';
import { yaml } from './yaml.ts';

/** A kind of file that hosts and groups are read from. */
export interface Format {
  /** As `tutti inventory import --from` takes it. */
  readonly name: string;
  readonly summary: string;
  matches(source: SourceFile): boolean;
  /** @throws InventoryError with every problem */
  read(source: SourceFile, home: string): Promise<Written>;
}

/** The first that matches reads the file. */
export const formats: readonly Format[] = [
  script,
  sshConfig,
  clustershell,
  ansibleYaml,
  ansibleIni,
  configparser,
  hostList,
  yaml,
];
