import { expect, it } from 'vitest';
import { StdinGate } from '../../src/ui/stdin-gate.ts';
import { FakeTerminal } from '../support/fake-terminal.ts';

it('makes the terminal raw before anything is drawn: an early Ctrl-D must not end our input', () => {
  const { stdin } = new FakeTerminal();
  const gate = new StdinGate(stdin);
  expect(stdin.raw).toBe(true);
  gate.close();
  expect(stdin.raw).toBe(false);
});
