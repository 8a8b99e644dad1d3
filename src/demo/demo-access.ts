import type { AuthContext, KeyboardAuthContext, ParsedKey, PublicKeyAuthContext } from 'ssh2';

export type DemoMethod = 'publickey' | 'password' | 'keyboard-interactive';

export interface DemoPrompt {
  /** Said before the first one of a round. */
  readonly instructions?: string;
  readonly prompt: string;
  readonly echo: boolean;
  readonly answer: string;
}

/** How a demo host lets its operator in. */
export interface DemoAccess {
  readonly user: string;
  readonly key?: ParsedKey;
  /** By `password`, or as the answer to a question. */
  readonly password?: string;
  /** The text of that question. */
  readonly prompt?: string;
  /** In place of it: what is asked, round by round, and the right answers. */
  readonly rounds?: readonly (readonly DemoPrompt[])[];
  /** Each list is a way in, step by step (AuthenticationMethods of sshd_config(5)). */
  readonly ways: readonly (readonly DemoMethod[])[];
}

/** One connection's login. Returns what decides each request; `refused` is called for each wrong secret. */
export function guard(access: DemoAccess, refused: () => void): (context: AuthContext) => void {
  const taken: string[] = [];

  return (context) => {
    if (!next().some((method) => method === context.method)) {
      if (context.method !== 'none') refused();
      context.reject(next());
    } else if (context.method === 'keyboard-interactive') {
      const asked = { prompt: access.prompt ?? 'Password: ', echo: false };
      const usual = [[{ ...asked, answer: access.password ?? '' }]];
      converse(context, access.rounds ?? usual, (proved) => decide(context, proved));
    } else {
      decide(context, proves(context, access));
    }
  };

  function decide(context: AuthContext, proved: boolean): void {
    if (!proved || context.username !== access.user) {
      refused();
      context.reject(next());
      return;
    }
    // The client only asked whether this key will do.
    if (context.method === 'publickey' && !context.signature) {
      context.accept();
      return;
    }
    taken.push(context.method);
    if (ways().some((way) => way.length === taken.length)) context.accept();
    else context.reject(next(), true);
  }

  /** The ways that begin with what was taken. */
  function ways() {
    return access.ways.filter((way) => taken.every((method, i) => way[i] === method));
  }

  function next(): DemoMethod[] {
    return [...new Set(ways().flatMap((way) => way[taken.length] ?? []))];
  }
}

/** Every round is asked, whatever was answered: as PAM does, it tells only at the end. */
function converse(
  context: KeyboardAuthContext,
  [round, ...later]: readonly (readonly DemoPrompt[])[],
  ended: (proved: boolean) => void,
  before = true,
): void {
  if (!round) {
    ended(before);
    return;
  }
  const prompts = round.map(({ prompt, echo }) => ({ prompt, echo }));
  context.prompt(prompts, '', round[0]?.instructions ?? '', (answers) => {
    const right = round.every(({ answer }, i) => answers[i] === answer);
    converse(context, later, ended, before && right);
  });
}

function proves(context: AuthContext, { key, password }: DemoAccess): boolean {
  if (context.method === 'publickey') return key !== undefined && provesKey(context, key);
  return context.method === 'password' && context.password === password;
}

/** The client shows a key first, then signs with it. */
function provesKey(context: PublicKeyAuthContext, wanted: ParsedKey): boolean {
  const { key, signature, blob, hashAlgo } = context;
  if (!key.data.equals(wanted.getPublicSSH())) return false;
  return !signature || (blob !== undefined && wanted.verify(blob, signature, hashAlgo) === true);
}
