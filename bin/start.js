// Shared by the executables. Kept to syntax that Node 12 parses, so that an old Node can say what is wrong.
import { spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
} from 'node:fs';
import * as nodeModule from 'node:module';
import { constants, homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const usageStatus = 2;

/** Runs `tool` ('tutti', 'batch_run' or 'batch_scp') on a Node that is new enough. */
export function start(tool) {
  if (process.argv.length === 3 && process.argv[2] === '--version') return sayVersion(tool);
  if (!isNewEnough(process.versions.node)) return startOnLocalNode(tool);
  return run(tool).catch(sayBug);
}

function sayVersion(tool) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  process.stdout.write(`${tool} ${version}\n`);
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 12);
}

async function run(tool) {
  if (process.env.TUTTI_NODE) endWithOldNode();
  process.env.NODE_ENV = 'production'; // before React is read
  keepCompiled();
  const completes = process.argv[2] === '__complete'; // at each Tab: quick, and silent
  const program = join(root, 'dist', completes ? 'complete.js' : 'main.js');
  if (completes && !existsSync(program)) return;
  if (!existsSync(program)) await build();
  if (!existsSync(program)) return fail('tutti is not built – run: npm run build');
  const { main } = await import(pathToFileURL(program).href);
  process.exitCode = await main(tool, process.argv.slice(2));
}

/**
 * What Node has compiled is run the next time: it is kept where nobody else can write. Node's own place for it is a
 * folder in /tmp with a name that anybody can take first.
 */
function keepCompiled() {
  if (!nodeModule.enableCompileCache) return;
  try {
    const base = process.env.XDG_CACHE_HOME || '';
    const folder = join(base.startsWith('/') ? base : join(homedir(), '.cache'), 'tutti');
    makeFolders(folder);
    const { uid, mode } = statSync(folder);
    if (process.getuid && uid !== process.getuid()) return;
    if (mode & 0o022) return; // others may have put something there
    if (mode & 0o077) chmodSync(folder, 0o700);
    nodeModule.enableCompileCache(folder);
  } catch {
    // A home that cannot be written costs some time at each start.
  }
}

/** mkdir's own `recursive` never ends under /proc or an automounter's /home, which say ENOENT of a new folder. */
function makeFolders(folder) {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (error.code === 'EEXIST') return;
    if (error.code !== 'ENOENT' || dirname(folder) === folder) throw error;
    makeFolders(dirname(folder));
    mkdirSync(folder, { mode: 0o700 });
  }
}

/** A checkout that was installed with scripts off has no dist/ yet. */
async function build() {
  const script = join(root, 'scripts', 'build.mjs');
  if (!existsSync(script) || !existsSync(join(root, 'node_modules', 'esbuild'))) return;
  process.stderr.write('tutti: building dist/ …\n');
  await import(pathToFileURL(script).href).catch((error) => {
    process.stderr.write(`tutti: build failed: ${error.message}\n`);
  });
}

/** Development installs a Node of its own beside us; the terminal, signals and exit status are passed through. */
function startOnLocalNode(tool) {
  const node = [join(root, 'node_modules'), dirname(root)]
    .map((modules) => join(modules, 'node', 'bin', 'node'))
    .find((file) => existsSync(file));
  if (!node || process.env.TUTTI_NODE === node) {
    return fail(
      `${tool} needs Node 22.12 or newer; this is ${process.version} – install it from https://nodejs.org`,
    );
  }
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, TUTTI_NODE: node }, // never twice
  });
  forwardSignals(child);
  child.on('error', (error) => fail(`${tool} cannot start ${node}: ${error.message}`));
  child.on('exit', (code, signal) => {
    process.exitCode = signal ? 128 + constants.signals[signal] : code;
  });
}

/** A terminal sends Ctrl-C to both of us; without one we pass it on. */
function forwardSignals(child) {
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGCONT']) {
    process.on(signal, () => child.kill(signal));
  }
  process.on('SIGINT', () => {
    if (!hasTerminal()) child.kill('SIGINT');
  });
}

function hasTerminal() {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}

/** The other side of `startOnLocalNode`: when the old Node is killed, we hang up. */
function endWithOldNode() {
  delete process.env.TUTTI_NODE;
  if (!process.channel) return;
  process.channel.unref();
  process.once('disconnect', () => process.kill(process.pid, 'SIGHUP'));
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exitCode = usageStatus;
}

function sayBug(error) {
  process.stderr.write(`tutti: a bug of ours: ${Object(error).stack || error}\n`);
  process.exitCode = 70;
}
