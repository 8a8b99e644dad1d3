import { describe, expect, it } from 'vitest';
import { notification, notificationWay } from '../../src/ui/notification.ts';

describe('how a terminal takes a notification', () => {
  it.each([
    [{ TERM: 'xterm-256color' }, 'bell'],
    [{ TERM: 'linux' }, 'bell'],
    [{}, 'bell'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app' }, 'osc9'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'WezTerm' }, 'osc9'],
    [{ TERM: 'xterm-ghostty', TERM_PROGRAM: 'ghostty' }, 'osc9'],
    [{ TERM: 'xterm-kitty', KITTY_WINDOW_ID: '1' }, 'osc9'],
    [{ TERM: 'rxvt-unicode-256color' }, 'osc777'],
    [{ TERM: 'foot' }, 'osc777'],
    [{ TERM: 'xterm-256color', VTE_VERSION: '7600' }, 'osc777'],
    [{ TERM: 'tmux-256color', TMUX: '/tmp/t,1,0', TERM_PROGRAM: 'tmux' }, 'bell'],
    [{ TERM: 'screen', STY: '1.pts', KITTY_WINDOW_ID: '1' }, 'bell'],
    [{ TERM: 'tmux-256color', VTE_VERSION: '7600' }, 'bell'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'Apple_Terminal' }, 'bell'],
  ] as const)('of %j is %s', (env, wanted) => {
    expect(notificationWay(env)).toBe(wanted);
  });
});

describe('a notification', () => {
  it('is one sequence of its way', () => {
    expect(notification('bell', 'done')).toBe('\x07');
    expect(notification('osc9', 'done')).toBe('\x1b]9;tutti: done\x1b\\');
    expect(notification('osc777', 'a;b')).toBe('\x1b]777;notify;tutti;a,b\x1b\\\x07');
  });

  it.each(['osc9', 'osc777'] as const)('by %s ends nowhere else, whatever was typed', (way) => {
    const shown = notification(way, 'a\x07\x1b]0;title\x07\x1b\\\x9c\nb');
    expect(shown.replace(/^\x1b|\x1b\\\x07?$/g, '')).not.toMatch(/\p{Cc}/u);
    expect(notification(way, 'x'.repeat(10_000)).length).toBeLessThan(300);
  });
});
