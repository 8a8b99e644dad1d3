import { randomBytes } from 'node:crypto';

/** 128 random bits: no two runs of any session share an id. */
export const newRunId = (): string => randomBytes(16).toString('hex');
