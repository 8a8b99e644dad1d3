import { inventoryPlaces } from '../cli/files-and-variables.ts';
import { inventoryFormats } from '../cli/inventory-formats.ts';
import { entry, example, heading, pageTitle, paragraph, remark, seeAlso, text } from './roff.ts';

/** As much of JSON Schema as inventory.schema.json has. */
export interface Schema {
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
}

/** tutti-inventory(5), from the schema that inventories are checked with. `sample`: the file that is shipped. */
export function inventoryPage(version: string, schema: Schema, sample: string): string {
  const { hosts, groups, defaults, ...others } = schema.properties ?? {};
  const ofHost = keysOf(eachOf(hosts));
  const ofGroup = keysOf(eachOf(groups)).filter(([name]) => !ofHost.some(([key]) => key === name));
  const inDefaults = keysOf(defaults).map(([name]) => name);
  const notThere = ofHost.map(([name]) => name).filter((name) => !inDefaults.includes(name));
  return [
    pageTitle('tutti-inventory', version, 5),
    remark('Made by npm run generate from the schema of inventories and inventory.yaml.'),
    heading('Name'),
    text('tutti-inventory – hosts and groups for tutti'),
    heading('Description'),
    ...description.map(paragraph),
    paragraph('The inventory is the first of these that is there:'),
    ...inventoryPlaces.map(([place, meaning]) => entry(place, meaning)),
    heading('Keys of the file'),
    ...keysOf({ properties: { ...others, ...named({ defaults, hosts, groups }) } }).map(asEntry),
    heading('Keys of a host'),
    paragraph(`Defaults and groups have them too, but for ${notThere.join(', ')}.`),
    ...ofHost.map(asEntry),
    heading('Keys of a group alone'),
    ...ofGroup.map(asEntry),
    heading('Example'),
    example(sample.trimEnd().split('\n')),
    heading('Other formats'),
    paragraph(
      'These are recognised and read as they are; tutti inventory import writes them anew.',
    ),
    ...inventoryFormats.map(([name, meaning]) => entry(name, meaning)),
    heading('See also'),
    seeAlso([
      ['tutti', 1],
      ['ssh_config', 5],
    ]),
  ].join('');
}

const description = [
  'A YAML file (version 1.2) that names hosts, groups of them, and how they are reached. What it does not say is left to ssh and its configuration.',
  'Near beats far: what a host says holds before what its groups say, the nearest first, and that before the defaults. Where two groups that are equally near say different things, it is a mistake that is told. tutti inventory check tells every mistake with its place, tutti inventory explain HOST where each value of a host was written.',
  'Names of hosts may be node sets: web[01-20] is twenty hosts.',
];

type Key = readonly [name: string, schema: Schema];

const keysOf = (schema: Schema | undefined): Key[] => Object.entries(schema?.properties ?? {});

/** What stands behind each name of a map. */
const eachOf = (schema: Schema | undefined): Schema | undefined =>
  typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;

/** Their descriptions alone: what is in them has a section of its own. */
const named = (schemas: Readonly<Record<string, Schema | undefined>>): Record<string, Schema> =>
  Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      { description: schema?.description ?? '' },
    ]),
  );

const asEntry = ([name, schema]: Key): string =>
  entry(schema.enum ? `${name}: ${schema.enum.join('|')}` : name, schema.description ?? '');
