import { userInfo } from 'node:os';
import path from 'node:path';
import { fitsWildcard } from '../domain/wildcard.ts';
import type { Answer } from './answer.ts';
import { parseRekeyLimit } from './rekey-limit.ts';
import type { AlgorithmKind, LoginMethod, SshSettings } from './settings.ts';
import { expandTilde } from './ssh-home.ts';
import { expandPath, expandTokens, type TokenPlace } from './tokens.ts';

export interface Reading {
  /** The host as it was named. */
  readonly name: string;
  readonly home: string;
  /** What ssh would do without any configuration: what is the same was not chosen by anybody. */
  readonly defaults: Answer;
  readonly env: NodeJS.ProcessEnv;
  /** The answer is of ssh itself, which has expanded the names of the known_hosts files. */
  readonly bySsh: boolean;
}

/** What `ssh -G` said, as far as we follow it. @throws Error for a token that there is not. */
export function readSettings(answer: Answer, reading: Reading): SshSettings {
  const { name, home, defaults, env, bySsh } = reading;
  const chosen = (keyword: string) =>
    answer.has(keyword) && answer.get(keyword)?.join('\n') !== defaults.get(keyword)?.join('\n');
  const one = (keyword: string) => answer.get(keyword)?.[0];
  const is = (keyword: string) => /^(yes|true)$/.test(one(keyword) ?? '');
  const number = (keyword: string) => Number(one(keyword) ?? 0) || 0;
  const alias = one('hostkeyalias');
  const place: TokenPlace = {
    name,
    home,
    address: one('hostname') ?? name,
    port: number('port') || 22,
    user: one('user') ?? userInfo().username,
    ...(alias !== undefined && { hostKeyAlias: alias }),
  };
  const file = (text: string) => expandPath(text, place, env);
  /** These take no tokens, or they have been expanded: what looks like one is part of the name. */
  const plain = (text: string) => expandTilde(text, home);
  const interval = number('serveraliveinterval');
  const family = { inet: 4, inet6: 6 }[one('addressfamily') ?? ''] as 4 | 6 | undefined;
  const command = given(one('proxycommand'));
  const revoked = given(one('revokedhostkeys'));
  const bind = one('bindaddress');
  const timeout = number('connecttimeout');
  const keyAlgorithms = keyAlgorithmsOf(chosen, one);
  return {
    address: place.address,
    port: place.port,
    user: place.user,
    ...(chosen('identityfile') && {
      identityFiles: (answer.get('identityfile') ?? []).filter((each) => each !== 'none').map(file),
    }),
    identitiesOnly: is('identitiesonly'),
    ...agentOf(one('identityagent'), file, env),
    proxyJump: given(one('proxyjump'))?.split(',') ?? [],
    ...(command !== undefined && { proxyCommand: expandTokens(command, place) }),
    userKnownHosts: answer.has('userknownhostsfile')
      ? words(one('userknownhostsfile')).map(bySsh ? plain : file)
      : ['known_hosts', 'known_hosts2'].map((each) => path.join(home, '.ssh', each)),
    globalKnownHosts: answer.has('globalknownhostsfile')
      ? words(one('globalknownhostsfile')).map(plain)
      : ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'],
    hostKeyCheck: checkOf(one('stricthostkeychecking')),
    ...(alias !== undefined && { hostKeyAlias: alias }),
    hashKnownHosts: is('hashknownhosts'),
    ...(revoked !== undefined && { revokedHostKeys: file(revoked) }),
    batchMode: is('batchmode'),
    passwordPrompts: Number(one('numberofpasswordprompts') ?? usualPrompts),
    connectionAttempts: number('connectionattempts') || 1,
    ...(timeout > 0 && { connectTimeout: timeout }),
    ...(interval > 0 && {
      serverAlive: { interval, countMax: number('serveralivecountmax') || 3 },
    }),
    forwardAgent: is('forwardagent') || isPlace(one('forwardagent')),
    forwardsOther: isPlace(one('forwardagent')),
    gssapi: is('gssapiauthentication'),
    methods: methodsOf(one),
    ...(family && { family }),
    ...(bind !== undefined && { bindAddress: bind }),
    compression: is('compression'),
    tcpKeepAlive: !/^(no|false)$/.test(one('tcpkeepalive') ?? 'yes'),
    rekeyLimit: parseRekeyLimit(one('rekeylimit')),
    ...keyAlgorithms,
    algorithms: algorithmsOf(chosen, one),
    env: environmentOf(answer, env),
    onlyOpenssh: [
      ...onlyOpenssh(chosen, one),
      ...(isPlace(one('forwardagent')) ? ['ForwardAgent to another agent'] : []),
      ...(signsLonger(keyAlgorithms) ? ['PubkeyAcceptedAlgorithms rsa-sha2-512'] : []),
    ],
  };
}

const usualPrompts = 3;

/** A path or a variable (ssh_config(5), ForwardAgent). */
const isPlace = (text = ''): boolean => /^[/~$]/.test(text);

/** `ssh -G` prints names with blanks in them as they are; each begins with a slash, or `~`. */
const words = (text = ''): string[] =>
  text.split(/\s+(?=[/~])/).filter((word) => word && word !== 'none');

const given = (text: string | undefined): string | undefined =>
  text === undefined || text === '' || text === 'none' ? undefined : text;

function agentOf(
  text: string | undefined,
  file: (text: string) => string,
  env: NodeJS.ProcessEnv,
): Pick<SshSettings, 'identityAgent'> {
  if (text === undefined || text === 'SSH_AUTH_SOCK') return {};
  if (text === 'none') return { identityAgent: null };
  // $NAME is a variable that holds the path.
  if (text.startsWith('$') && !text.startsWith('${')) {
    return { identityAgent: env[text.slice(1)] ?? null };
  }
  return { identityAgent: file(text) };
}

function checkOf(text: string | undefined): SshSettings['hostKeyCheck'] {
  switch (text) {
    case 'true':
    case 'yes':
      return 'yes';
    case 'accept-new':
      return 'accept-new';
    case 'false':
    case 'no':
    case 'off':
      return 'no';
    default:
      return 'ask';
  }
}

const flags: Readonly<Record<LoginMethod, string>> = {
  publickey: 'pubkeyauthentication',
  password: 'passwordauthentication',
  'keyboard-interactive': 'kbdinteractiveauthentication',
};

/** PubkeyAuthentication has two more values, `unbound` and `host-bound`, which are yes to us. */
function methodsOf(one: (keyword: string) => string | undefined): LoginMethod[] {
  const order = one('preferredauthentications')?.split(',') ?? Object.keys(flags);
  return order
    .filter((name): name is LoginMethod => name in flags)
    .filter((name) => !/^(no|false)$/.test(one(flags[name]) ?? 'yes'));
}

const algorithmKeywords: Readonly<Record<AlgorithmKind, string>> = {
  kex: 'kexalgorithms',
  serverHostKey: 'hostkeyalgorithms',
  cipher: 'ciphers',
  hmac: 'macs',
};

function algorithmsOf(
  chosen: (keyword: string) => boolean,
  one: (keyword: string) => string | undefined,
): SshSettings['algorithms'] {
  return Object.fromEntries(
    Object.entries(algorithmKeywords)
      .filter(([, keyword]) => chosen(keyword))
      .map(([kind, keyword]) => [kind, (one(keyword) ?? '').split(',')]),
  );
}

/** Older ones than 8.5 call it otherwise. A list that adds to the usual one, or takes away, is for ssh to read. */
function keyAlgorithmsOf(
  chosen: (keyword: string) => boolean,
  one: (keyword: string) => string | undefined,
): Pick<SshSettings, 'keyAlgorithms'> {
  const keyword = ['pubkeyacceptedalgorithms', 'pubkeyacceptedkeytypes'].find(chosen);
  const text = keyword === undefined ? undefined : one(keyword);
  return text === undefined || /^[-+^]|[*?]/.test(text) ? {} : { keyAlgorithms: text.split(',') };
}

/** ssh2 signs with rsa-sha2-256 wherever the server takes that. */
const signsLonger = ({ keyAlgorithms = [] }: Pick<SshSettings, 'keyAlgorithms'>): boolean =>
  keyAlgorithms.includes('rsa-sha2-512') && !keyAlgorithms.includes('rsa-sha2-256');

/** Distributions send these by default; what runs on all hosts should not differ by who runs it. */
const locale = new Set(['LANG', 'LC_*']);

function environmentOf(answer: Answer, env: NodeJS.ProcessEnv): Record<string, string> {
  const set = (answer.get('setenv') ?? []).map((each): [string, string] => {
    const equals = each.indexOf('=');
    return [each.slice(0, equals), each.slice(equals + 1)];
  });
  const patterns = (answer.get('sendenv') ?? []).filter((pattern) => !locale.has(pattern));
  const sent = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && patterns.some((pattern) => fitsWildcard(entry[0], pattern)),
  );
  return Object.fromEntries([...sent, ...set]);
}

/** Directives of which ssh2 knows nothing. */
const foreign: Readonly<Record<string, string>> = {
  certificatefile: 'CertificateFile',
  pkcs11provider: 'PKCS11Provider',
  securitykeyprovider: 'SecurityKeyProvider',
  hostbasedauthentication: 'HostbasedAuthentication',
  verifyhostkeydns: 'VerifyHostKeyDNS',
  proxyusefdpass: 'ProxyUseFdpass',
  knownhostscommand: 'KnownHostsCommand',
  checkhostip: 'CheckHostIP',
  bindinterface: 'BindInterface',
};

function onlyOpenssh(
  chosen: (keyword: string) => boolean,
  one: (keyword: string) => string | undefined,
): string[] {
  return Object.entries(foreign)
    .filter(([keyword]) => chosen(keyword))
    .filter(([keyword]) => !['no', 'none', 'false', undefined].includes(one(keyword)))
    .map(([, name]) => name);
}
