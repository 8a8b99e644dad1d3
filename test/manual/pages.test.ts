import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
// @ts-expect-error a script, without types
import { manualSources } from '../../scripts/generate.mjs';
import { options } from '../../src/cli/options.ts';
import { verbs } from '../../src/cli/verbs.ts';
import { commands } from '../../src/commands/index.ts';
import { manualPages } from '../../src/manual/pages.ts';

const folder = path.join(import.meta.dirname, '..', '..', 'docs', 'man');
const pages = Object.entries(manualPages(manualSources()));
const has = (program: string) => spawnSync(program, ['--version']).status === 0;

/** As it is read, without the formatting of a terminal. */
const shown = (file: string): string =>
  spawnSync('groff', ['-man', '-Tutf8', '-P-cbou', '-rLL=100n', '-K', 'utf8', file], {
    encoding: 'utf8',
  }).stdout;

describe('the manual', () => {
  it.each(pages)('%s is the one that is made: npm run generate -- --no-picture', (name, text) => {
    expect(readFileSync(path.join(folder, name), 'utf8')).toBe(text);
    expect(packageJson.man).toContain(`docs/man/${name}`);
  });

  it.runIf(has('groff'))('is without fault for groff', () => {
    for (const [name] of pages) {
      const file = path.join(folder, name);
      const { stderr } = spawnSync('groff', ['-man', '-ww', '-z', '-Tutf8', file], {
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
    }
  });

  it.runIf(has('mandoc'))('is without fault for mandoc', () => {
    for (const [name] of pages) {
      const file = path.join(folder, name);
      expect(spawnSync('mandoc', ['-Tlint', '-Wwarning', file]).status).toBe(0);
    }
  });

  it.runIf(has('groff'))(
    'shows every option, verb and built-in, and lines that can be copied',
    () => {
      const page = shown(path.join(folder, 'tutti.1'));
      const batch = shown(path.join(folder, 'batch_scp.1'));
      for (const { name, places } of options) {
        const text = places.some((place) => !place.startsWith('batch_')) ? page : batch;
        expect(text).toMatch(new RegExp(`^ +--${name}\\b`, 'm'));
      }
      for (const { name } of verbs) expect(page).toContain(`tutti ${name}`);
      const inventory = shown(path.join(folder, 'tutti-inventory.5'));
      for (const key of ['address', 'password_command', 'guard', 'record', 'vars', 'defaults'])
        expect(inventory).toMatch(new RegExp(`^ +${key}\\b`, 'm'));
      expect(inventory).toContain('    db_servers:\n');
      for (const { usage } of commands) expect(page).toContain(`:${usage}`);
      expect(page).toContain(`tutti run @web -- 'cd /srv && ls | wc'`);
      expect(page).toContain('~/.config/tutti/inventory.yaml');
      expect(page).toContain('@web^@prod');
      expect(batch).toContain(
        'batch_scp -g web_clusters -action put -local a -local b -remote /srv/',
      );
    },
  );
});
