/**
 * Takes one event for the log of `--debug`: a line in words. Never a secret, what was typed, or the value of a variable; what a
 * host has said may be in it as it came.
 */
export type Debug = (event: string) => void;
