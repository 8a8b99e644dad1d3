import { describe, expect, it } from 'vitest';
import { stripStyle } from '../../../src/domain/sgr.ts';
import type { TrustEntry } from '../../../src/domain/trust.ts';
import type { Overlay } from '../../../src/store/state.ts';
import { trustPopup } from '../../../src/ui/overlays/trust-rows.ts';
import { textWidth } from '../../../src/ui/text-width.ts';
import { createTheme } from '../../../src/ui/theme.ts';

const entry = (host: string, key: string, alike = 1): TrustEntry => ({
  unknown: {
    name: host,
    type: 'ssh-ed25519',
    key,
    fingerprint: `SHA256:${key}`,
    file: '/kh',
    hashed: true,
  },
  hosts: [host],
  alike,
});

type Trust = Extract<Overlay, { kind: 'trust' }>;

const shown = (change: Partial<Trust>, columns = 100, rows = 24) => {
  const open: Trust = {
    kind: 'trust',
    entries: [entry('web01', 'AAAA', 2), entry('web02', 'AAAA', 2), entry('db01', 'BBBB')],
    cursor: 0,
    picked: [],
    step: 'list',
    typed: '',
    strayed: false,
    ...change,
  };
  return trustPopup(open, { columns, rows }, createTheme(true)).rows.map(stripStyle);
};

describe('the trust screen', () => {
  it('warns of keys that several hosts show', () => {
    const text = shown({}).join('\n');
    expect(text).toContain('3 unknown host keys');
    expect(text).toMatch(/web01 ed25519 +SHA256:AAAA = 2/);
    expect(text).toMatch(/db01 +ed25519 +SHA256:BBBB *│/);
    expect(text).toContain('so many show one and the same key');
  });

  it('says where what is accepted will be kept, and the name hashed', () => {
    expect(shown({ step: 'details' }).join('\n')).toContain('/kh, the name hashed');
    const picked = ['/kh\0web01\0AAAA'];
    expect(shown({ step: 'accepting', picked }).join('\n')).toContain(
      'accept the key of 1 host, recorded in /kh',
    );
  });

  it('leaves names and fingerprints whole in 80 columns, the key over its hosts', () => {
    const fingerprint = 'K'.repeat(43);
    const hosts = Array.from({ length: 30 }, (_, i) => `frontend-${String(i + 10)}.example.com`);
    const entries = hosts.map((host, i) =>
      i < 20
        ? entry(host, `${Math.floor(i / 4)}${fingerprint.slice(1)}`, 4)
        : entry(host, `${i}${fingerprint.slice(2)}`),
    );
    const seen = new Set<string>();
    for (const cursor of entries.keys()) {
      const lines = shown({ entries, cursor }, 80, 24);
      expect(lines.length).toBeLessThanOrEqual(24);
      const at = lines.findIndex((line) => line.includes(`❯ [ ] ${hosts[cursor]} `));
      const keyOver = lines.slice(0, at).findLast((line) => line.includes('SHA256:'));
      expect(keyOver).toContain(entries[cursor]?.unknown.fingerprint);
      for (const host of hosts) if (lines.join('\n').includes(`${host} `)) seen.add(host);
      expect(lines.join(' ')).toMatch(/= 4: .* in the +│ │ middle /);
    }
    expect([...seen].sort()).toEqual(hosts);
  });

  it('says whose key it is that all behind a jump host wait for', () => {
    const { unknown, ...rest } = entry('bastion', 'AAAA');
    const hosts = ['web01', 'web02', 'web03'];
    const entries = [{ ...rest, hosts, unknown: { ...unknown, jump: 'bastion' } }];
    const picked = ['/kh\0bastion\0AAAA'];
    expect(shown({ entries, picked, step: 'accepting' }).join('\n')).toContain(
      'accept the key of bastion (jump host of 3), recorded in /kh',
    );
  });

  it('shows all of a fingerprint however narrow the screen', () => {
    const entries = [entry('web01', 'K'.repeat(43))];
    const text = shown({ entries, step: 'details' }, 40).join('');
    expect(text.match(/K/g)).toHaveLength(86);
  });

  it('shows the one with the cursor, however many there are and however small the screen', () => {
    const entries = Array.from({ length: 200 }, (_, i) => entry(`web${i}`, `K${i}`));
    for (const rows of [8, 12, 40]) {
      const lines = shown({ entries, cursor: 150 }, 60, rows);
      expect(lines.length).toBeLessThanOrEqual(rows);
      expect(lines.some((line) => line.includes('❯ [ ] web150'))).toBe(true);
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(60);
    }
  });
});
