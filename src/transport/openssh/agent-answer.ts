import type { ParsedKey } from 'ssh2';
import { PacketReader, string, uint32 } from './ssh-packet.ts';

// Numbers of draft-ietf-sshm-ssh-agent.
const agent = { failure: 5, identities: 11, identitiesAnswer: 12, sign: 13, signature: 14 };

/**
 * The answer of an agent that has only this key; request and answer without their length in front. @throws RangeError
 * for nonsense
 */
export function answerRequest(request: Buffer, key: ParsedKey): Buffer {
  const reader = new PacketReader(request);
  switch (reader.byte()) {
    case agent.identities:
      return answer(agent.identitiesAnswer, uint32(1), string(key.getPublicSSH()), string(''));
    case agent.sign: {
      const isOurs = reader.string().equals(key.getPublicSSH());
      const signature = isOurs && sign(key, reader.string(), reader.uint32());
      return signature ? answer(agent.signature, string(signature)) : answer(agent.failure);
    }
    default:
      return answer(agent.failure);
  }
}

const answer = (type: number, ...parts: readonly Uint8Array[]): Buffer =>
  Buffer.concat([Buffer.from([type]), ...parts]);

/** An RSA key signs by SHA-2 only, which is chosen by these flags. */
const rsaHashes: Readonly<Record<number, string>> = { 2: '256', 4: '512' };

function sign(key: ParsedKey, data: Buffer, flags: number): Buffer | undefined {
  const bits = rsaHashes[flags & 6];
  const isRsa = key.type === 'ssh-rsa';
  if (isRsa && bits === undefined) return undefined;
  const raw = key.sign(data, isRsa ? `sha${bits}` : undefined) as Buffer | Error;
  if (raw instanceof Error) return undefined;
  const name = isRsa ? `rsa-sha2-${bits}` : key.type;
  return Buffer.concat([string(name), string(key.type.startsWith('ecdsa-') ? fromDer(raw) : raw)]);
}

/** The two numbers of an ECDSA signature, as SSH has them (RFC 5656, 3.1.2): in DER each stands behind a tag and its length. */
function fromDer(der: Buffer): Buffer {
  const first = der[1] === 0x81 ? 3 : 2;
  const r = integerAt(der, first);
  const s = integerAt(der, first + 2 + r.length);
  return Buffer.concat([string(r), string(s)]);
}

const integerAt = (der: Buffer, at: number): Buffer =>
  der.subarray(at + 2, at + 2 + (der[at + 1] ?? 0));
