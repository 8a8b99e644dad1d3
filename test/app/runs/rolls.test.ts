import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { due, isOver } from '../../../src/domain/roll.ts';
import { isLooking } from '../../../src/domain/roll-news.ts';
import { until } from '../../support/processes.ts';
import { Rolling } from '../../support/rolling.ts';

const hosts = ['a', 'b', 'c', 'd'];
const lost = { kind: 'unreachable', message: 'read ECONNRESET' } as const;

/** What `b` does of its own. */
const endings: Readonly<Record<string, string>> = {
  'ends with exit code 3': '(exit 3)',
  'is not found': 'no-such-program-anywhere',
  'is no shell syntax': 'eval "if"',
  'is killed by a signal': 'sh -c "kill -KILL \\$\\$"',
  'kills its own shell': 'kill -KILL $$',
  'leaves the shell with exit code 1': 'exit 1',
  'runs into its time limit': 'sleep 40',
};

const long = 'echo %{host} >>going; sleep 40';
/** What is done to `b` while it runs something long. */
const incidents: Readonly<Record<string, (rolling: Rolling) => void>> = {
  'is interrupted': ({ rolls, runs }) => {
    rolls.interrupted();
    runs.interrupt();
  },
  'is interrupted there alone': ({ rolls, runs }) => {
    rolls.interrupted(['b']);
    runs.interrupt(['b']);
  },
  'is let go': ({ runs }) => runs.letGo('b'),
  'loses all connections': ({ local }) => {
    for (const connection of local.transport.connections) connection.lose(lost);
  },
  'loses its worker': ({ local }) => local.links[0]?.die('killed by SIGKILL'),
};

const moments = ['command', 'check'] as const;
const cases = moments.flatMap((moment) => [
  ...Object.keys(endings).map((what) => [moment, what] as const),
  ...Object.keys(incidents).map((what) => [moment, what] as const),
]);

/** A roll of two batches in which `b`, of the first, does `bad` in the moment. */
function lineOf(moment: (typeof moments)[number], bad: string): string {
  const onB = (line: string) => `case %{host} in b) ${line};; esac`;
  const command = 'echo %{host} >>ran';
  return moment === 'check'
    ? `2,rest pause=no check='${onB(bad)}' ${command}`
    : `2,rest pause=no check='echo %{host} >>checked' ${command}; ${onB(bad)}`;
}

describe('no second batch starts when of the first', { timeout: 30_000 }, () => {
  it.each(cases)('the %s %s', async (moment, what) => {
    const rolling = await Rolling.over(hosts);
    if (what === 'runs into its time limit') {
      rolling.store.act({ type: 'time-limit', seconds: 1 });
    }
    rolling.start(lineOf(moment, endings[what] ?? long));
    const happen = incidents[what];
    if (happen) {
      await until('something long', () => rolling.words('going').includes('b'));
      happen(rolling);
    }
    await rolling.until('its stop', ({ stopped, going }) => stopped !== undefined && !going);
    for (const key of ['continue', 'pause', 'continue', 'stop', 'continue'] as const) {
      rolling.rolls.press(key);
    }
    expect(rolling.roll && due(rolling.roll)).toBeUndefined();
    expect(rolling.roll?.going).toBeUndefined();
    expect(rolling.runs.going).toBeUndefined();
    expect(rolling.words('ran')).toEqual(['a', 'b']);
    expect(rolling.words('checked')).toEqual([]);
    expect(rolling.told.at(-1)).toMatch(/^the roll has stopped in batch 1 of 2: .*b.* is not well/);
  });
});

describe('a roll', () => {
  it('that is well everywhere goes through all its batches, each host once', async () => {
    const rolling = await Rolling.over(hosts);
    rolling.start(`1,50%,rest pause=no check='echo %{host} >>checked' echo %{host} >>ran`);
    await rolling.until('its end', isOver);
    expect(rolling.words('ran')).toEqual(hosts);
    expect(rolling.words('checked')).toEqual(hosts);
    const runs = rolling.store.state().runs.map((run) => run.hosts.join());
    expect(runs).toEqual(['a', 'a', 'b,c', 'b,c', 'd', 'd']);
    expect(rolling.told).toEqual(['the roll is through: 4 hosts well']);
  });

  it('counts its hosts in the whole target, not in the batch', async () => {
    const rolling = await Rolling.over(hosts);
    rolling.start('1,rest pause=no echo %{host}%{index}of%{count} >>ran');
    await rolling.until('its end', isOver);
    expect(rolling.words('ran')).toEqual(['a0of4', 'b1of4', 'c2of4', 'd3of4']);
  });

  it('goes on before the lines that wait, once the batch has been let on', async () => {
    const rolling = await Rolling.over(hosts);
    const target = { text: 'all', hosts };
    rolling.start('2,rest pause=no check=true sleep 0.2');
    rolling.runs.enter({ command: 'echo typed', target });
    await rolling.until('its end', isOver);
    await until(
      'what was typed',
      () => rolling.store.state().runs.at(-1)?.command === 'echo typed',
    );
    const commands = rolling.store.state().runs.map(({ command }) => command);
    expect(commands).toEqual(['sleep 0.2', 'true', 'sleep 0.2', 'true', 'echo typed']);
  });

  it('waits for a line that is going when it is told to go on', async () => {
    const rolling = await Rolling.over(hosts);
    rolling.start('1,rest echo %{host} >>ran');
    await rolling.until('a look', ({ going }) => going === undefined);
    const target = { text: 'all', hosts };
    rolling.runs.enter({ command: 'until [ -e go ]; do sleep 0.1; done', target });
    rolling.rolls.press('continue');
    expect(rolling.roll?.going).toBeUndefined();
    rolling.runs.interrupt();
    await rolling.until('its end', isOver);
    expect(rolling.words('ran')).toEqual(hosts);
  });

  it('does not start with Ctrl-C on the line that it has waited for', async () => {
    const rolling = await Rolling.over(hosts);
    rolling.start('1,rest echo %{host} >>ran');
    await rolling.until('a look', isLooking);
    const target = { text: 'all', hosts };
    rolling.runs.enter({ command: 'sleep 40', target });
    rolling.rolls.press('continue');
    rolling.rolls.interrupted();
    rolling.runs.interrupt();
    await until('the end of the line', () => rolling.runs.going === undefined);
    expect(rolling.roll?.stopped).toEqual({ kind: 'operator' });
    expect(rolling.words('ran')).toEqual(['a']);
    rolling.rolls.press('continue');
    await rolling.until('its end', isOver);
    expect(rolling.words('ran')).toEqual(hosts);
  });

  it('ends its pause by the clock, also where that is set back meanwhile', async () => {
    const rolling = await Rolling.over(hosts);
    rolling.start('1,rest pause=1s true');
    await rolling.until('the pause', ({ pauseUntil }) => pauseUntil !== undefined);
    const { now } = Date;
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() - 1000);
    onTestFinished(() => clock.mockRestore());
    await rolling.until('its end', isOver);
  });

  it('stops for a host that is lost once more, though the first time was seen', async () => {
    const rolling = await Rolling.over(hosts);
    const { cluster, transport } = rolling.local;
    const is = (kind: string) => cluster.states.get('b').kind === kind;
    rolling.start('1,1,rest true');
    await rolling.until('a look', isLooking);
    transport.connections[1]?.lose(lost);
    await until('the loss', () => !is('ready'));
    rolling.rolls.press('continue');
    rolling.rolls.press('continue');
    expect(rolling.roll?.stopped).toEqual({ kind: 'down', hosts: ['b'] });
    await until('it is back', () => is('ready'));
    rolling.rolls.press('continue');
    await rolling.until('a look', (roll) => isLooking(roll) && roll.allowed === 2);
    transport.last.lose(lost);
    await until('the loss', () => !is('ready'));
    rolling.rolls.press('continue');
    expect(rolling.roll?.stopped).toEqual({ kind: 'down', hosts: ['b'] });
    expect(rolling.runs.going).toBeUndefined();
  });

  it('does not go on unseen when a host that was well is lost before the next batch', async () => {
    const rolling = await Rolling.over(hosts);
    const { cluster, transport } = rolling.local;
    rolling.start('2,rest check=true echo %{host} >>ran');
    await rolling.until('a look', (roll) => isLooking(roll));
    for (const connection of transport.connections.slice(0, 2)) connection.lose(lost);
    const gone = () => hosts.filter((host) => cluster.states.get(host).kind !== 'ready');
    await until('the loss', () => gone().length === 2);
    expect(gone()).toEqual(['a', 'b']);
    rolling.rolls.press('continue');
    expect(rolling.roll?.stopped).toEqual({ kind: 'down', hosts: ['a', 'b'] });
    expect(rolling.runs.going).toBeUndefined();
    expect(rolling.words('ran')).toEqual(['a', 'b']);
    rolling.rolls.press('continue');
    await rolling.until('its end', isOver);
    expect(rolling.words('ran')).toEqual(hosts);
  });

  it('is refused when a variable is missing, a host is down or batches are short, and nothing runs', async () => {
    const rolling = await Rolling.over(hosts);
    expect(() => rolling.start('1,1 true')).toThrow('2 of 4 hosts would be in no batch (c,d)');
    rolling.local.transport.last.lose(lost);
    await until('the loss', () =>
      hosts.some((host) => rolling.local.cluster.states.get(host).kind !== 'ready'),
    );
    expect(() => rolling.start('1,rest true')).toThrow(
      / not connected: nothing was started – wait for them, or write down=skip/,
    );
    expect(rolling.roll).toBeUndefined();
    expect(rolling.store.state().runs).toEqual([]);
  });
});
