import { expect, it } from 'vitest';
import type { FailureKind } from '../../src/domain/failure.ts';
import type { Host } from '../../src/domain/host.ts';
import { ConnectError } from '../../src/transport/channel.ts';
import { SharedJumps } from '../../src/transport/shared-jumps.ts';
import { connecting } from '../support/connecting.ts';
import { plainRoutes } from '../support/routes.ts';

const bastion: Host = { name: 'bastion', address: '127.0.0.1', shell: 'auto', vars: {} };

/** A jump host whose key is known from the `known`th login on. */
async function jumpHost(known: number, kind: FailureKind = 'host-key') {
  let logins = 0;
  const shared = new SharedJumps<string>({
    async logIn() {
      logins += 1;
      if (logins >= known) return 'link';
      throw new ConnectError({ kind, message: 'host key unknown' }, false);
    },
    ended: () => new Promise(() => {}),
    close: () => {},
  });
  const chain = [await plainRoutes()(bastion)];
  const { context } = connecting();
  const take = (behind: string) =>
    shared.take(chain, behind, context).then(
      ({ link }) => link,
      ({ failure }: ConnectError) => failure.message,
    );
  return { take, logins: () => logins };
}

const refused = 'jump host bastion: host key unknown';

it('a jump host that refuses is asked once for all the hosts behind it', async () => {
  const { take, logins } = await jumpHost(2);
  expect(await Promise.all([take('a'), take('b')])).toEqual([refused, refused]);
  expect(await take('c')).toBe(refused);
  expect(logins()).toBe(1);
});

it('a jump host that cannot be reached is not dialled again for those who wait for their turn', async () => {
  const { take, logins } = await jumpHost(2, 'timeout');
  expect(await Promise.all([take('a'), take('b')])).toEqual([refused, refused]);
  expect(await take('c')).toBe(refused);
  expect(logins()).toBe(1);
  expect(await take('a')).toBe('link');
});

it('a host that was refused and comes again, its key accepted meanwhile, finds it asked anew', async () => {
  const { take, logins } = await jumpHost(2);
  expect(await Promise.all([take('a'), take('b')])).toEqual([refused, refused]);
  expect(await Promise.all([take('a'), take('b'), take('c')])).toEqual(['link', 'link', 'link']);
  expect(logins()).toBe(2);
});
