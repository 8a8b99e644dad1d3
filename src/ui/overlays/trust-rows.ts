import { safeText } from '../../domain/output.ts';
import { hostsOf, ownerOf, type TrustEntry } from '../../domain/trust.ts';
import type { Overlay, Size } from '../../store/state.ts';
import { pickedEntries, wantedNumber } from '../input/trust-mode.ts';
import { textWidth, wrap } from '../text-width.ts';
import type { Theme } from '../theme.ts';
import { boxRows } from './box-rows.ts';
import type { Popup } from './popup.ts';
import { trustList } from './trust-list.ts';

type Trust = Extract<Overlay, { kind: 'trust' }>;

/** All unknown host keys on one screen. */
export function trustPopup(open: Trust, area: Size, theme: Theme): Popup {
  const { entries, step } = open;
  const count = entries.length;
  const title = `${count} unknown host key${count === 1 ? '' : 's'}${count > 1 ? `, ${open.cursor + 1} of ${count}` : ''}`;
  if (step === 'details') {
    const entry = entries[open.cursor];
    const lines = entry ? details(entry) : [];
    // A fingerprint must be shown whole.
    const whole = lines.flatMap((line) => wrap(line, area.columns - 4));
    return box(title, whole, area, theme, 'any key: back');
  }
  if (step === 'accepting') {
    return box(title, accepting(open, theme), area, theme, 'Enter accepts, Esc back');
  }
  const picked = pickedEntries(open).length;
  const accept = picked > 0 ? `Enter accept ${picked}` : 'a all';
  return box(
    title,
    trustList(open, area, theme),
    area,
    theme,
    `Space pick, ${accept}, s show, w save, Esc skip`,
  );
}

function accepting(open: Trust, theme: Theme): string[] {
  const chosen = pickedEntries(open);
  const files = [...new Set(chosen.map(({ unknown }) => unknown.file))];
  return [
    '',
    `accept the key${chosen.length === 1 ? '' : 's'} of ${ownersOf(chosen)}, recorded in ${files.join(', ')}`,
    '',
    ...(wantedNumber(open) === ''
      ? []
      : [`type how many hosts that are: ${theme.paint('strong', open.typed)}_`, '']),
  ];
}

function ownersOf(chosen: readonly TrustEntry[]): string {
  const [first] = chosen;
  if (first?.unknown.jump !== undefined && chosen.length === 1) return safeText(ownerOf(first));
  const hosts = hostsOf(chosen).length;
  return hosts === 1 ? '1 host' : `${hosts} hosts`;
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
