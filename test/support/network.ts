import { execFileSync } from 'node:child_process';

let made = 0;

/** Why no network can be made here; `undefined` where it can. */
export function networkMissing(): string | undefined {
  try {
    const network = new Network();
    network.inside('iptables', '-L', '-n');
    network.close();
    return undefined;
  } catch (error) {
    const [line = ''] = String((error as { stderr?: Buffer }).stderr ?? error).split('\n');
    return `no network namespaces, or no iptables: ${line}`;
  }
}

/** A network of two machines, this one and a namespace (ip-netns(8)), whose cable can be cut. */
export class Network {
  readonly #name = `tt${process.pid}n${made}`;
  readonly #subnet = `10.231.${(process.pid + made++ * 64) % 256}`;

  constructor() {
    const [cable, other] = [this.#cable, `${this.#cable}b`];
    run('ip', 'netns', 'add', this.#name);
    run('ip', 'link', 'add', cable, 'type', 'veth', 'peer', 'name', other, 'netns', this.#name);
    run('ip', 'addr', 'add', `${this.#subnet}.1/24`, 'dev', cable);
    run('ip', 'link', 'set', cable, 'up');
    this.inside('ip', 'addr', 'add', `${this.address}/24`, 'dev', other);
    this.inside('ip', 'link', 'set', other, 'up');
    this.inside('ip', 'link', 'set', 'lo', 'up');
  }

  /** Of the other machine. */
  get address(): string {
    return `${this.#subnet}.2`;
  }

  /** So many more of the other machine. */
  furtherAddresses(count: number): string[] {
    return Array.from({ length: count }, (_, n) => {
      const address = `${this.#subnet}.${n + 10}`;
      this.inside('ip', 'addr', 'add', `${address}/24`, 'dev', `${this.#cable}b`);
      return address;
    });
  }

  /** In front of a command that is to run there. */
  get prefix(): readonly string[] {
    return ['ip', 'netns', 'exec', this.#name];
  }

  inside(...command: readonly string[]): string {
    const [program = '', ...args] = [...this.prefix, ...command];
    return run(program, ...args);
  }

  /** No packet passes, and nobody is told; as when a laptop sleeps. */
  unplug(): void {
    run('ip', 'link', 'set', this.#cable, 'down');
  }

  plug(): void {
    run('ip', 'link', 'set', this.#cable, 'up');
  }

  /** Every connection to this port is answered by a reset. */
  reset(port: number): void {
    this.inside('iptables', ...toPort(port), '-j', 'REJECT', '--reject-with', 'tcp-reset');
  }

  /** Packets to this port vanish: all, or this part of them. */
  drop(port: number, part = 1): void {
    const some =
      part === 1 ? [] : ['-m', 'statistic', '--mode', 'random', '--probability', `${part}`];
    this.inside('iptables', ...toPort(port), ...some, '-j', 'DROP');
  }

  /** So many kilobits a second, each way. */
  slow(kilobits: number): void {
    const tbf = ['tbf', 'rate', `${kilobits}kbit`, 'burst', '16kb', 'latency', '400ms'];
    this.inside('tc', 'qdisc', 'add', 'dev', `${this.#cable}b`, 'root', ...tbf);
    run('tc', 'qdisc', 'add', 'dev', this.#cable, 'root', ...tbf);
  }

  /** As it was. */
  heal(): void {
    this.inside('iptables', '-F');
  }

  close(): void {
    run('ip', 'netns', 'del', this.#name);
  }

  /** Names of links are short. */
  get #cable(): string {
    return this.#name.slice(-14);
  }
}

const toPort = (port: number) => ['-A', 'INPUT', '-p', 'tcp', '--dport', `${port}`];

const run = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
