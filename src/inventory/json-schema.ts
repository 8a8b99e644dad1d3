import * as z from 'zod';
import { inventorySchema } from './schema.ts';

/** Draft 7: yaml-language-server knows nothing newer. A value may be missing (`bastion:`), as YAML's null. */
export function inventoryJsonSchema(): object {
  return {
    title: 'tutti inventory',
    ...z.toJSONSchema(inventorySchema, { target: 'draft-7' }),
  };
}
