// Runs after `npm install` in a checkout: builds ssh2's optional addon for the Node that will run it,
// then bundles dist/. A package from the registry is bundled already and runs none of this.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const localNode = path.join(root, 'node_modules', 'node', 'bin', 'node');
const node = existsSync(localNode) ? localNode : process.execPath;
/** The package of the node binary holds its headers, so the addon is built without a network. */
const packaged = [
  path.join(root, 'node_modules/node/node_modules'),
  path.join(root, 'node_modules'),
].map((folder) => path.join(folder, `node-${process.platform}-${process.arch}`));
const nodedir =
  packaged.find((folder) => existsSync(path.join(folder, 'include/node/node_api.h'))) ??
  path.dirname(path.dirname(node));
const addon = path.join(root, 'node_modules/ssh2/lib/protocol/crypto/build/Release/sshcrypto.node');

/**
 * True when `node` can load the addon: one built for another Node version cannot be loaded, and one built with the
 * headers of Node 24.19 or newer ends every Node 24 (src/transport/addon-guard.ts).
 */
const addonLoads = () =>
  existsSync(addon) &&
  !readFileSync(addon).includes('RemoveEnvironmentCleanupHook') &&
  spawnSync(node, ['-e', `require(${JSON.stringify(addon)})`], { stdio: 'ignore' }).status === 0;

if (existsSync(path.join(root, 'node_modules', 'ssh2')) && !addonLoads()) {
  const env = {
    ...process.env,
    npm_config_nodedir: nodedir,
    PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}`,
  };
  spawnSync('npm', ['rebuild', 'ssh2', '--foreground-scripts'], {
    cwd: root,
    env,
    stdio: 'ignore',
    timeout: 240_000,
  });
  console.log(
    addonLoads() ? 'ssh2: native addon built' : 'ssh2: no native addon, plain JavaScript is used',
  );
}

if (existsSync(path.join(root, 'src'))) await import('./build.mjs');
