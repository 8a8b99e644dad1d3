import { safeText } from '../domain/output.ts';
import { hostsOf, ownerOf, type TrustEntry, trustId } from '../domain/trust.ts';
import type { Overlay, Size } from '../store/state.ts';
import { boxRows } from './box-rows.ts';
import type { Popup } from './popup.ts';
import { pad, textWidth, toWidth } from './text-width.ts';
import type { Theme } from './theme.ts';
import { acceptedByEnter, pickedEntries } from './trust-mode.ts';

type Trust = Extract<Overlay, { kind: 'trust' }>;

/** All unknown host keys on one screen. */
export function trustPopup(open: Trust, area: Size, theme: Theme): Popup {
  const { entries, step } = open;
  const count = entries.length;
  const title = `${count} unknown host key${count === 1 ? '' : 's'}${count > 1 ? `, ${open.cursor + 1} of ${count}` : ''}`;
  if (step === 'details') {
    const entry = entries[open.cursor];
    return box(title, entry ? details(entry) : [], area, theme, 'any key: back');
  }
  if (step === 'accepting') {
    return box(title, accepting(open, theme), area, theme, 'Enter accepts, Esc back');
  }
  const picked = pickedEntries(open).length;
  const accept = picked > 0 ? `Enter accept ${picked}` : 'a all';
  return box(
    title,
    list(open, area, theme),
    area,
    theme,
    `Space pick, ${accept}, s show, w save, Esc skip`,
  );
}

function list({ entries, cursor, picked }: Trust, area: Size, theme: Theme): string[] {
  const explained = [
    'compare each with what its host says of itself:',
    '  ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
    '',
  ];
  const room = Math.max(1, area.rows - 4 - explained.length);
  const top = Math.max(0, Math.min(cursor - Math.floor(room / 2), entries.length - room));
  const owners = entries.map((entry) => safeText(ownerOf(entry)));
  const width = Math.min(Math.max(...owners.map(textWidth)), Math.max(8, area.columns - 78));
  const rows = entries.slice(top, top + room).map((entry, i) => {
    const at = top + i === cursor ? theme.paint('accent', '❯') : ' ';
    const box = picked.includes(trustId(entry)) ? '[x]' : '[ ]';
    const { type, fingerprint } = entry.unknown;
    const owner = pad(toWidth(owners[top + i] ?? '', width), width);
    const warning = entry.alike > 1 ? ` ${theme.paint('failed', `= ${entry.alike}`)}` : '';
    return `${at} ${box} ${owner} ${shortType(type)} ${fingerprint}${warning}`;
  });
  return [...explained, ...rows, ...sameKey(entries, theme)];
}

/** Told whether it is well meant or not. */
function sameKey(entries: readonly TrustEntry[], theme: Theme): string[] {
  const [first] = entries;
  if (!first || first.alike < 2) return [];
  const words = `= ${first.alike}: so many show one and the same key – a cloned image, or somebody in the middle`;
  return ['', theme.paint('failed', words)];
}

function accepting(open: Trust, theme: Theme): string[] {
  const hosts = hostsOf(pickedEntries(open)).length;
  const files = [...new Set(pickedEntries(open).map(({ unknown }) => unknown.file))];
  const many = hosts > acceptedByEnter;
  return [
    '',
    `accept the key${open.picked.length === 1 ? '' : 's'} of ${hosts} host${hosts === 1 ? '' : 's'}, recorded in ${files.join(', ')}`,
    '',
    ...(many ? [`type how many hosts that are: ${theme.paint('strong', open.typed)}_`, ''] : []),
  ];
}

function details(entry: TrustEntry): string[] {
  const { name, type, key, fingerprint, file, hashed } = entry.unknown;
  return [
    '',
    `host         ${ownerOf(entry)}`,
    `fingerprint  ${fingerprint}`,
    `type         ${type}`,
    `recorded in  ${file}${hashed ? ', the name hashed' : ''}`,
    '',
    `${name} ${type}`,
    ...(key.match(/.{1,68}/g) ?? []).map((part) => `  ${part}`),
    '',
  ].map(safeText);
}

const shortType = (type: string): string =>
  pad(type.replace(/^ssh-/, '').replace(/^ecdsa-sha2-nistp.*/, 'ecdsa'), 7);

function box(
  title: string,
  lines: readonly string[],
  area: Size,
  theme: Theme,
  foot: string,
): Popup {
  const content = Math.max(textWidth(title) + 2, textWidth(foot) + 2, ...lines.map(textWidth));
  const width = Math.min(area.columns, content + 4);
  const height = Math.min(area.rows, lines.length + 2);
  return {
    left: Math.floor((area.columns - width) / 2),
    top: Math.floor((area.rows - height) / 2),
    width,
    rows: boxRows(title, lines, width, height, theme, { tone: 'waiting', foot }),
  };
}
