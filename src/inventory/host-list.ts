import { quoted } from '../domain/quoted.ts';
import type { Entry } from './draft.ts';
import { Draft } from './draft.ts';
import { holdsPassword, isBracketedAddress, passwordInName, readEndpoint } from './endpoint.ts';
import type { Format } from './formats.ts';
import type { Place } from './place.ts';
import { type SourceFile, wrongFile } from './source-file.ts';

/** Names and nothing else: one node set a line, `#` begins a comment. */
export const hostList: Format = {
  name: 'list',
  summary: 'one host or node set a line, # for comments; user@host:port too',
  matches: isHostList,
  async read({ path, text }) {
    const draft = new Draft(path);
    for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
      const bare = line.replace(/(^|\s)#.*$/, '');
      const column = bare.length - bare.trimStart().length + 1;
      if (bare.trim() !== '') readLine(bare.trim(), { line: index + 1, column }, draft);
    }
    const written = draft.written();
    if (draft.hosts.size > 0) return written;
    throw wrongFile(path, 'there is no host in it – write one host or node set a line');
  },
};

/** A host may be named again; what is said of it with its name holds for all that the line names. */
function readLine(line: string, place: Place, draft: Draft): void {
  const [first = '', ...others] = line.split(/\s+/);
  if (others.length > 0) {
    // What stands behind a name may be a password.
    draft.wrong(
      place,
      `${quoted(first)} is not alone in its line – write a comma between two names`,
    );
    return;
  }
  const endpoint = readEndpoint(line);
  const { name, user, port } = endpoint;
  if (holdsPassword(endpoint)) {
    draft.wrong(place, passwordInName);
    return;
  }
  if (port === 0) {
    draft.wrong(place, 'the port must be a whole number from 1 to 65535 – write web01:22');
    return;
  }
  for (const each of draft.expanded(name, place)) {
    const host: Entry = draft.host(each, place);
    if (user !== undefined) host.set('user', user, place);
    if (port !== undefined) host.set('port', port, place);
  }
}

/** The first line that says something is no beginning of YAML. */
function isHostList({ path, text }: SourceFile): boolean {
  if (/\.(ya?ml|json)$/i.test(path)) return false;
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.replace(/(^|\s)#.*$/, '').trim());
  const first = lines.find((line) => line !== '');
  if (first === undefined) return false;
  return isBracketedAddress(first) || !/^[[{%"'<-]|:\s|:$|=/.test(first);
}
