import type { Inventory } from '../domain/inventory.ts';
import { yaml } from './yaml.ts';

/** A kind of file that hosts and groups are read from. */
export interface Format {
  readonly name: string;
  /** Whether a file of this name, beginning with this text, is one. */
  matches(file: string, head: string): boolean;
  /** @throws InventoryError with every problem */
  parse(text: string, file: string, home: string): Promise<Inventory>;
}

/** The first that matches reads the file. */
export const formats: readonly Format[] = [yaml];
