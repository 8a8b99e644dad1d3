import { safeText } from '../domain/output.ts';

/** How a terminal is notified. */
export type NotificationWay = 'osc9' | 'osc777' | 'bell';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What this terminal is known to understand; a multiplexer only passes on the bell. OSC 9 is iTerm2's
 * (https://iterm2.com/documentation-escape-codes.html), OSC 777 rxvt-unicode's (`notify` of its extension).
 */
export function notificationWay(env: Environment): NotificationWay {
  const { TERM = '', TERM_PROGRAM = '', TMUX, STY, KITTY_WINDOW_ID, VTE_VERSION } = env;
  if (TMUX || STY || /^(?:tmux|screen)/.test(TERM)) return 'bell';
  if (KITTY_WINDOW_ID || /^(?:iTerm\.app|WezTerm|ghostty)$/.test(TERM_PROGRAM)) return 'osc9';
  if (VTE_VERSION || /^(?:rxvt|foot)/.test(TERM)) return 'osc777';
  return 'bell';
}

/** The bytes that notify; nothing in `text` reaches the terminal as a control sequence. */
export function notification(way: NotificationWay, text: string): string {
  const shown = safeText(text).slice(0, longest);
  switch (way) {
    case 'osc9':
      // a number in front would be another command of ConEmu's and Windows Terminal's OSC 9
      return `\x1b]9;tutti: ${shown}\x1b\\`;
    case 'osc777':
      // Many of these terminals support it only with an extension, but all ring the bell.
      return `\x1b]777;notify;tutti;${shown.replaceAll(';', ',')}\x1b\\\x07`;
    case 'bell':
      return '\x07';
    default:
      return way satisfies never;
  }
}

const longest = 200;
