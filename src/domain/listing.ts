/** What can be asked of a host for completion. Nothing but a listing is run there. */
export type ListingQuery =
  /** The programs in its PATH. */
  | { readonly kind: 'commands' }
  /** A folder as typed, without quotes: relative ones begin where the shell is, `~/` is its home, `~root/` that of another user. Empty: where it is. */
  /** `prefix`: only names that begin so, where there are more than `mostListed`. */
  | { readonly kind: 'folder'; readonly path: string; readonly prefix?: string }
  /** Names of users, for `~name`. */
  | { readonly kind: 'users' }
  /** Names of exported variables. */
  | { readonly kind: 'variables' };

/** Between two names of a listing; a folder's name ends in `/`. */
export const nameEnd = '\0';

/** How many names of a folder are listed; nobody reads more. */
export const mostListed = 2000;
