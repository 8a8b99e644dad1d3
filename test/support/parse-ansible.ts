import type { Inventory } from '../../src/domain/inventory.ts';
import type { AnsibleData } from '../../src/inventory/ansible/data.ts';
import { ansibleDraft } from '../../src/inventory/ansible/draft.ts';
import { resolved } from '../../src/inventory/written.ts';
import { sourceOf } from './parse-inventory.ts';

/** What our own readers make of this text, without asking Ansible. @throws InventoryError */
export async function parseAnsible(
  read: (text: string, file: string) => AnsibleData,
  text: string,
): Promise<Inventory> {
  const written = ansibleDraft(read(text, 'i'), 'i').written();
  return resolved(written, sourceOf(text), '/home/me');
}
