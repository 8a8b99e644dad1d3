/** The hindrance if a person was asked, and declined or was not there. */
export const noPassword = 'no password was given';

/** What to do after a login by password has failed. */
export const passwordAdvice = (hindrances: readonly string[]): string =>
  hindrances.includes(noPassword)
    ? 'give it when it is asked for, or say where it is kept: password_command:'
    : 'check user: and password:';
