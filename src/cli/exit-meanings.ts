/** What each exit status means: for the help and the manual. `exitStatus` gives them. */
export const exitMeanings: readonly (readonly [status: string, meaning: string])[] = [
  ['0', 'all ok'],
  ['1', 'a command, or a copy, failed on a host'],
  ['2', 'usage: an option, host or group that is unknown'],
  ['3', 'the inventory is wrong, or there is none'],
  ['4', 'no host was reached'],
  ['5', 'some hosts were not reached, or were lost'],
  ['6', 'a host key was refused'],
  ['7', 'a login failed'],
  ['70', 'a bug of ours'],
  ['74', 'the output could not be written: a full disk'],
  ['128+n', 'ended by signal n: 130 by Ctrl-C'],
];
