import * as z from 'zod';

/** Numbers and names that YAML reads as numbers come as their source text, so text is what they are here. */
const text = z.string().min(1);
const oneOrMore = z.union([text, z.array(text).min(1)]);

/** What a host, a group and `defaults` may say; the nearest to the host wins. */
const connection = {
  user: text.optional().describe('Login name. Without it: your own.'),
  port: z.number().int().min(1).max(65535).optional().describe('TCP port of sshd. Without it: 22.'),
  password: z
    .union([
      text,
      z.strictObject({ prompt: z.literal('once').describe('Ask when it is first needed.') }),
      z.strictObject({
        keyring: text.describe(
          'The service that the keyring has it under; the user is the host’s.',
        ),
      }),
    ])
    .optional()
    .describe(
      'The password as text (the file must then be mode 600), {prompt: once} to be asked, or {keyring: SERVICE} of the system.',
    ),
  password_command: z
    .array(text)
    .min(1)
    .optional()
    .describe('A program and its arguments; the first line it prints is the password.'),
  password_env: z
    .string()
    .regex(/^[A-Za-z_]\w*$/)
    .optional()
    .describe(
      'An environment variable that holds the password; it is taken out of the environment.',
    ),
  identity_file: oneOrMore
    .optional()
    .describe('Private key file, or a list of them; ~ is your home.'),
  identity: text.optional().describe("A private key's own text (the file must then be mode 600)."),
  jump: z
    .union([text, z.array(text)])
    .optional()
    .describe(
      'Jump host, or a list: a chain, the nearest to you first; [] for none. Names of this inventory.',
    ),
  shell: z
    .enum(['auto', 'login', 'bash', 'sh', 'zsh'])
    .optional()
    .describe('The shell that runs your lines. auto: bash where it exists, else sh.'),
  rc: z
    .enum(['login', 'interactive'])
    .optional()
    .describe('Start-up files to read. Without it: none.'),
  transport: z.enum(['auto', 'ssh2', 'openssh']).optional().describe('How the host is reached.'),
  connect_timeout: z
    .number()
    .positive()
    .max(3600)
    .optional()
    .describe('Seconds for connecting. Without it: 10.'),
  known_hosts: text.optional().describe('A known_hosts file of its own; ~ is your home.'),
  host_key_check: z
    .enum(['yes', 'accept-new', 'ask', 'no'])
    .optional()
    .describe('What happens with an unknown host key. A changed one is always refused.'),
  ssh_options: z
    .record(z.string(), text)
    .optional()
    .describe("Options of ssh's own, as in ssh_config(5)."),
  vars: z
    .record(z.string().regex(/^[A-Za-z_][\w.-]*$/), z.string())
    .optional()
    .describe('Values for %{NAME} in a line.'),
};

const guardCommands = z
  .array(text)
  .min(1)
  .optional()
  .describe(
    'What is destructive too where guard: true is: programs with words that must follow, such as kubectl delete; * is any text. In defaults: for every guarded group.',
  );

const host = z
  .strictObject({
    address: text
      .optional()
      .describe('What is dialled; %h is the name of the host. Without it: the name.'),
    ...connection,
  })
  .describe('A host, or a node set of hosts such as web[01-20].');

const group = z
  .strictObject({
    hosts: z.array(text).optional().describe('Hosts and node sets of this inventory.'),
    groups: z.array(text).optional().describe('Groups whose hosts belong to this one too.'),
    guard: z.boolean().optional().describe('Ask before destructive commands.'),
    guard_commands: guardCommands,
    record: z.boolean().optional().describe('false: keep no records of what runs here.'),
    ...connection,
  })
  .describe('A named set of hosts: @NAME.');

export const inventorySchema = z
  .strictObject({
    version: z.literal(1).describe('The version of this format: 1.'),
    defaults: z
      .strictObject({ ...connection, guard_commands: guardCommands })
      .optional()
      .describe('For every host.'),
    hosts: z.record(z.string(), host).optional().describe('Hosts by name.'),
    groups: z.record(z.string(), group).optional().describe('Groups by name.'),
  })
  .describe('Hosts and groups of hosts for tutti.');

export type RawInventory = z.infer<typeof inventorySchema>;
export type RawConnection = NonNullable<RawInventory['defaults']>;
export type RawHost = z.infer<typeof host>;
export type RawGroup = z.infer<typeof group>;
