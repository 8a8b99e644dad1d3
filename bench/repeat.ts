import { hostname } from 'node:os';
import { median, ms, pause, report } from './figures.ts';
import type { Fleet } from './fleet.ts';
import { interactivePeers } from './peers.ts';
import { memory, Program, tree } from './program.ts';

const token = hostname();
/** Before memory is looked at, ms: nothing has happened for a while. */
const idleMs = 5000;
const goals = { polysh: 0.85, clush: 0.15 };

/** P1, P2 and P7: a command on connections that are kept; memory of what keeps them. */
export async function repeat(
  fleet: Fleet,
  tutti: readonly string[],
  rounds: number,
): Promise<void> {
  const count = fleet.hosts.length;
  const ours = await measureOurs(fleet, tutti, rounds);
  report(`hostname on ${count} hosts, kept connections: tutti < lines`, ms(ours.hostname));
  report(`: on ${count} hosts: tutti < lines`, ms(ours.colon));
  const screen = await measureScreen(fleet, tutti, rounds);
  report(`hostname on ${count} hosts: tutti's screen, Enter to last answer`, ms(screen.hostname));
  report(`memory of tutti with its screen, ${count} hosts idle`, `${screen.memory.toFixed(0)} MB`);
  for (const peer of interactivePeers(fleet)) {
    const theirs = await measurePeer(peer, count, rounds);
    const goal = goals[peer.name as keyof typeof goals];
    report(`hostname on ${count} hosts: ${peer.name}`, ms(theirs.time), {
      ratio: ours.hostname / theirs.time,
      at: goal,
      most: true,
    });
    if (peer.name !== 'polysh') continue;
    report(`: against it`, ms(theirs.time), {
      ratio: ours.colon / theirs.time,
      at: 0.25,
      most: true,
    });
    report(`memory of ${peer.name}, ${count} hosts idle`, `${theirs.memory.toFixed(0)} MB`, {
      ratio: screen.memory / theirs.memory,
      at: 0.7,
      most: true,
    });
  }
}

async function measureOurs(fleet: Fleet, tutti: readonly string[], rounds: number) {
  const program = new Program([...tutti, '--inventory', fleet.inventory, '@all', '--jsonl']);
  program.send('hostname\n');
  await program.sees('"type":"end"');
  const time = async (line: string) => {
    const times: number[] = [];
    for (let i = 0; i < rounds; i++) {
      await pause(150);
      program.send(`${line}\n`);
      times.push(await program.sees('"type":"end"'));
    }
    return median(times);
  };
  const figures = { hostname: await time('hostname'), colon: await time(':') };
  program.end();
  return figures;
}

async function measureScreen(fleet: Fleet, tutti: readonly string[], rounds: number) {
  const program = new Program([...tutti, '--inventory', fleet.inventory, '@all'], {
    pty: { cols: 200, rows: 50 },
  });
  const count = fleet.hosts.length;
  await program.sees(`${count} up`);
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    await pause(300);
    program.send('hostname\r');
    times.push(await program.sees(`✓ ${count}`));
  }
  await pause(idleMs);
  const used = memory(tree(program.pid));
  program.end();
  return { hostname: median(times), memory: used };
}

async function measurePeer(
  peer: ReturnType<typeof interactivePeers>[number],
  count: number,
  rounds: number,
) {
  const program = new Program(peer.argv, { pty: { cols: 200, rows: 50 }, env: peer.env });
  if (peer.ready) await program.sees(peer.ready);
  else await pause(1000);
  program.send('hostname\n');
  await program.sees(token, count);
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    await pause(700);
    program.send('hostname\n');
    times.push(await program.sees(token, count, 20_000));
  }
  await pause(idleMs);
  const used = memory(tree(program.pid));
  program.end();
  return { time: median(times), memory: used };
}
