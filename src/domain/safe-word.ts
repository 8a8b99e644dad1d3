/**
 * A leading dash would make it an option; the other characters mean something to a shell (ssh.c, valid_hostname;
 * CVE-2023-51385).
 */
export const isSafeAddress = (word: string): boolean =>
  !/^-|[\s'"`$\\;&<>|(){}\x00-\x1f\x7f]/.test(word);

/** The user of a domain has a backslash: CORP\joe (ssh.c, valid_ruser). */
export const isSafeUser = (word: string): boolean => isSafeAddress(word.replace(/\\(?=.)/g, ''));
