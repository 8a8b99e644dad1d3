import { safeText } from '../../domain/output.ts';

/** What ssh wants to know. */
export type Wanted =
  | { readonly kind: 'password' }
  | { readonly kind: 'passphrase'; readonly file: string }
  /** The server's own question, or a security key's for its PIN. */
  | { readonly kind: 'keyboard'; readonly text: string }
  /** A new password to replace an expired one. */
  | { readonly kind: 'expired' }
  /** Nothing to type: a security key wants to be touched. */
  | { readonly kind: 'touch'; readonly text: string }
  /** Yes or no. */
  | { readonly kind: 'consent' };

const mostCharacters = 500;

/** Understands ssh's prompts (sshconnect2.c and readpass.c of OpenSSH 7.4 to 10). */
export function readPrompt(prompt: string, hint?: unknown): Wanted {
  const text = shown(prompt);
  if (hint === 'none') return { kind: 'touch', text };
  if (hint === 'confirm' || /\(yes\/no/.test(prompt)) return { kind: 'consent' };
  const [, file] = /^Enter passphrase for (?:key )?'(.+)': $/.exec(prompt) ?? [];
  if (file !== undefined) return { kind: 'passphrase', file };
  if (/'s (?:old|new) password: $/.test(prompt)) return { kind: 'expired' };
  if (/^\S+@\S+'s password: $/.test(prompt)) return { kind: 'password' };
  return { kind: 'keyboard', text: text.replace(/^\(\S+@\S+\) /, '') };
}

const shown = (text: string): string => safeText(text.slice(0, mostCharacters));
