import { expect, it } from 'vitest';
import { type RememberedNews, withNews } from '../../src/domain/remembered.ts';

const snapshot = { kind: 'bash', parts: { umask: 'umask 0022' }, bytes: 10 } as const;

it.each<[string, RememberedNews, object]>([
  ['nothing new', {}, { cwd: '/a', snapshot }],
  ['another directory', { cwd: '/b' }, { cwd: '/b', snapshot }],
  ['no snapshot any more', { snapshot: null }, { cwd: '/a' }],
  ['what was not there', { withoutFiles: true }, { cwd: '/a', snapshot, withoutFiles: true }],
])('%s makes of what is remembered what is left of it', (_, news, now) => {
  expect(withNews({ cwd: '/a', snapshot }, news)).toEqual(now);
});
