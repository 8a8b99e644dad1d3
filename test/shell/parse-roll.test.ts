import { describe, expect, it } from 'vitest';
import { parseRoll } from '../../src/shell/parse-roll.ts';

const parsed = (text: string) => {
  const { sizes: _, ...request } = parseRoll(text);
  return request;
};

describe('a roll as typed', () => {
  it.each([
    ['1,rest uptime', { command: 'uptime', pause: { kind: 'ask' }, skipDown: false }],
    [
      '1,25%,rest check="curl -f localhost" systemctl restart "my app" && echo $X',
      { check: 'curl -f localhost', command: 'systemctl restart "my app" && echo $X' },
    ],
    [`rest check='a "b" $c' x`, { check: 'a "b" $c', command: 'x' }],
    ['rest check="say \\"hi\\" \\$HOME" x', { check: 'say "hi" $HOME', command: 'x' }],
    ['rest check=true x', { check: 'true', command: 'x' }],
    ['rest pause=no x', { pause: { kind: 'none' } }],
    ['rest pause=30s x', { pause: { kind: 'time', ms: 30_000 } }],
    ['rest pause=5m x', { pause: { kind: 'time', ms: 300_000 } }],
    ['rest pause=ask down=skip x', { pause: { kind: 'ask' }, skipDown: true }],
    ['rest pause=no check=a down=skip x', { check: 'a', command: 'x', skipDown: true }],
    ['rest -- check=1 x', { command: 'check=1 x' }],
    ['rest -- checked=1 x check=2', { command: 'checked=1 x check=2' }],
    ['rest LANG=C x --check=a', { command: 'LANG=C x --check=a' }],
    ['rest for i in 1 2; do\n echo $i\ndone', { command: 'for i in 1 2; do\n echo $i\ndone' }],
  ])('%j', (text, wanted) => {
    expect(parsed(text)).toMatchObject(wanted);
  });

  it('has no check where none is written', () => {
    expect(parsed('rest x')).not.toHaveProperty('check');
  });

  it.each([
    ['1,rest', 'no command – write :roll 1,25%,rest check="systemctl is-active app"'],
    ['1,rest check="a"', 'no command'],
    ['uptime', 'no batch: `uptime` – write numbers of hosts, percentages or rest'],
    ['rest check="a x', 'a quote after check= is never closed'],
    ['rest check= x', 'check= needs a command'],
    ['rest check="" x', 'check= needs a command'],
    ['rest chekc="a" x', 'no setting `chekc=` – write check=… without spaces'],
    ['rest CHECK=a x', 'no setting `CHECK=` – write check=…'],
    ['rest check = "a" x', 'no setting `check=` – write check=… without spaces'],
    ['rest pauses=1m x', 'no setting `pauses=` – write pause=…'],
    ['rest x check="a"', 'check= stands behind the command – write it before'],
    ['rest pause=soon x', 'no time: `soon` – write pause=ask, pause=30s, pause=5m or pause=no'],
    ['rest pause=999999h x', '999999h is too long – write pause=ask'],
    ['rest down=what x', 'down= does not know `what` – write down=skip'],
    ['rest :put a /tmp/', 'a roll takes a line for the hosts, not `:put a /tmp/`'],
    ['rest @web uptime', 'a roll takes a line for the hosts, not `@web uptime`'],
  ])('%j is refused', (text, message) => {
    expect(() => parseRoll(text)).toThrow(message);
  });
});
