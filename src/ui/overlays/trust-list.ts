import { safeText } from '../../domain/output.ts';
import { ownerOf, type TrustEntry, trustId } from '../../domain/trust.ts';
import type { Overlay, Size } from '../../store/state.ts';
import { pad, textWidth, toWidth, wordWrap } from '../text-width.ts';
import type { Theme } from '../theme.ts';

type Trust = Extract<Overlay, { kind: 'trust' }>;

/** `entry`: its index in the list; absent for a row with a key that stands above its hosts. */
interface Row {
  readonly text: string;
  readonly entry?: number;
}

/** The keys with their hosts, as many as fit; if a name would be cut, the key gets a row of its own above its hosts. */
export function trustList(open: Trust, area: Size, theme: Theme): string[] {
  const { entries, cursor } = open;
  const explained = [
    'compare each with what its host says of itself:',
    '  ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
    '',
  ];
  const warning = sameKey(entries, area, theme);
  const room = Math.max(1, area.rows - 2 - explained.length - warning.length);
  const owners = entries.map((entry) => safeText(ownerOf(entry)));
  const longest = Math.max(...owners.map(textWidth));
  const beside = Math.max(...entries.map((entry) => textWidth(keyWords(entry, theme)))) + 1;
  const width = area.columns - frame;
  const rows =
    longest + beside <= width
      ? tableRows(open, owners, longest, theme)
      : groupedRows(open, owners, width, theme);
  return [...explained, ...around(cursor, rows, room), ...warning];
}

/** Cells of the frame, and of what is before an owner. */
const frame = 10;

function tableRows(open: Trust, owners: readonly string[], width: number, theme: Theme): Row[] {
  return open.entries.map((entry, i) => {
    const owner = pad(owners[i] ?? '', width);
    return { text: `${markOf(open, i, theme)} ${owner} ${keyWords(entry, theme)}`, entry: i };
  });
}

function groupedRows(open: Trust, owners: readonly string[], width: number, theme: Theme): Row[] {
  return open.entries.flatMap((entry, i) => {
    const isFirst = open.entries[i - 1]?.unknown.key !== entry.unknown.key;
    const text = `${markOf(open, i, theme)} ${toWidth(owners[i] ?? '', width)}`;
    return [...(isFirst ? [{ text: keyWords(entry, theme) }] : []), { text, entry: i }];
  });
}

function markOf({ entries, cursor, picked }: Trust, index: number, theme: Theme): string {
  const entry = entries[index];
  const at = index === cursor ? theme.paint('accent', '❯') : ' ';
  return `${at} ${entry && picked.includes(trustId(entry)) ? '[x]' : '[ ]'}`;
}

function keyWords({ unknown, alike }: TrustEntry, theme: Theme): string {
  const warning = alike > 1 ? ` ${theme.paint('failed', `= ${alike}`)}` : '';
  return `${shortType(unknown.type)} ${unknown.fingerprint}${warning}`;
}

/** The rows around the cursor, below the key that the first of them belongs to. */
function around(cursor: number, rows: readonly Row[], room: number): string[] {
  const at = rows.findIndex(({ entry }) => entry === cursor);
  const top = Math.max(0, Math.min(at - Math.floor(room / 2), rows.length - room));
  const shown = rows.slice(top, top + room).map(({ text }) => text);
  const key = rows.slice(0, top + 1).findLast(({ entry }) => entry === undefined);
  return key && top !== at ? [key.text, ...shown.slice(1)] : shown;
}

/** Warns about a key that several hosts share, harmless or not. */
function sameKey([first]: readonly TrustEntry[], { columns }: Size, theme: Theme): string[] {
  if (!first || first.alike < 2) return [];
  const words = `= ${first.alike}: so many show one and the same key – a cloned image, or somebody in the middle`;
  return ['', ...wordWrap(words, columns - 4).map((line) => theme.paint('failed', line))];
}

const shortType = (type: string): string =>
  pad(type.replace(/^ssh-/, '').replace(/^ecdsa-sha2-nistp.*/, 'ecdsa'), 7);
