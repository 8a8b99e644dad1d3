/** Where an option means something. */
export type Place =
  | 'shell'
  | 'run'
  | 'hosts'
  | 'inventory'
  | 'put'
  | 'get'
  | 'batch_run'
  | 'batch_scp';

export const copying: readonly Place[] = ['put', 'get', 'batch_scp'];
export const putting: readonly Place[] = ['put', 'batch_scp'];
export const everywhere: readonly Place[] = ['shell', 'run', 'hosts', 'batch_run', ...copying];
export const printing: readonly Place[] = ['shell', 'run', 'batch_run', ...copying];
