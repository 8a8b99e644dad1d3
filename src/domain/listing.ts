/** What can be asked of a host for completion. Nothing is run there but a listing. */
export type ListingQuery =
  /** The programs in its PATH. */
  | { readonly kind: 'commands' }
  /** A folder as typed, without quotes: relative ones begin where the shell is, `~/` is its home. Empty: where it is. */
  | { readonly kind: 'folder'; readonly path: string };

/** Between two names of a listing; a folder's name ends in `/`. */
export const nameEnd = '\0';
