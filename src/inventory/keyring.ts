import { NotAnswered } from '../domain/question.ts';
import { Secret } from '../domain/secret.ts';

/** What is used of the package: an optional peer dependency, as it is native code. */
export interface KeyringPackage {
  readonly AsyncEntry: new (
    service: string,
    user: string,
  ) => { getPassword(): Promise<string | null> };
}

const name: string = '@napi-rs/keyring';

/** A password of the system's keyring (Keychain, Credential Manager, Secret Service). Rejects with `NotAnswered`. */
export async function fromKeyring(
  service: string,
  user: string,
  load: () => Promise<KeyringPackage> = () => import(name),
): Promise<Secret> {
  const { AsyncEntry } = await load().catch(() => {
    throw new NotAnswered(`keyring: there is no ${name} here – run: npm install -g ${name}`);
  });
  const password = await read(() => new AsyncEntry(service, user).getPassword());
  if (!password) {
    const why = `the keyring has no password of ${user} under ${service}`;
    throw new NotAnswered(`${why} – store it there, then reconnect`);
  }
  return new Secret(password);
}

async function read(get: () => Promise<string | null>): Promise<string | null> {
  try {
    return await get();
  } catch (error) {
    const { message } = error as Error;
    throw new NotAnswered(`the keyring cannot be read: ${message} – unlock it, then reconnect`);
  }
}
