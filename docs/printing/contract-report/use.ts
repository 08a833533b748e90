/**
 * Prints what a graph uses of the contract, as JSON. A process loads one graph, so the report runs this once for each kind of
 * project: `node docs/printing/contract-report/use.ts b2b`.
 */
import {
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isNonNullType,
} from 'graphql';
import { contractTypes } from '../../../schema/builder.ts';
import { fieldsOf, inputsOf, operationsOf, shownBy } from '../../../schema/contract-fields.ts';
import { loadSchema } from '../../../schema/index.ts';
import { toWireName } from '../../../src/stytch/contract/names.ts';
import { VERTICAL_NAMES, type VerticalName } from '../../../src/vertical/vertical.ts';
import { type ContractRoute, contract, contractRoutes, isServedBy } from '../../../test/contract.ts';
import { leftOutEverywhere } from '../../../test/left-out.ts';
import { referenced } from './contract.ts';

/** A field or input that stands for a property of the contract. */
export interface Place {
  /** `Member.name`, `Mutation.updateMember(name)`. */
  readonly name: string;
  /** Whether it is never null, or must be given. */
  readonly required: boolean;
  /** The enum values on the wire; undefined if the type is not an enum. */
  readonly words?: readonly string[];
}

type ByProperty = Record<string, Record<string, Place[]>>;

/** What a graph uses of the contract. */
export interface GraphUse {
  readonly vertical: VerticalName;
  /** The fields that an operation serves, by method and path. */
  readonly operations: Readonly<Record<string, readonly string[]>>;
  /** Fields by object and property of responses. */
  readonly shown: Readonly<ByProperty>;
  /** Inputs by object and property of requests; of parameters, by method and path. */
  readonly given: Readonly<ByProperty>;
  /** Properties that the graph leaves out with a reason: `object.property`, or `property` of every object. */
  readonly leftOut: readonly string[];
  /** The same of requests: `operation id.property`. */
  readonly inputLeftOut: readonly string[];
}

const wordsOf = (type: GraphQLInputType | GraphQLOutputType): Pick<Place, 'words'> => {
  const named = getNamedType(type);
  return isEnumType(named) ? { words: named.getValues().map(({ value }) => String(value)) } : {};
};

const vertical = VERTICAL_NAMES.find((name) => name === process.argv[2]);
if (!vertical) throw new Error(`Say which graph: ${VERTICAL_NAMES.join(' | ')}`);
const schema = await loadSchema(vertical);
const { leftOut, inputLeftOut } =
  vertical === 'b2b' ? await import('../../../test/left-out.ts') : await import('../../../test/consumer/left-out.ts');
const own = [...contractRoutes.values()].filter((route) => isServedBy(vertical, route));
const fields = Object.values(schema.getTypeMap())
  .filter(({ name }) => !name.startsWith('__'))
  .flatMap((type) => fieldsOf(type).map((field) => ({ name: `${type.name}.${field.name}`, field })));
const fieldNamed = new Map(fields.map(({ name, field }) => [name, field]));

const operations: Record<string, string[]> = {};
for (const { name, field } of fields) {
  for (const key of operationsOf(field)) operations[key] = [...(operations[key] ?? []), name];
}

const shown: ByProperty = {};
for (const [object, properties] of shownBy(schema, contractTypes, own)) {
  shown[object] = Object.fromEntries(
    [...properties].map(([property, names]) => [
      property,
      names.flatMap((name): Place[] => {
        const field = fieldNamed.get(name);
        return field ? [{ name, required: isNonNullType(field.type), ...wordsOf(field.type) }] : [];
      }),
    ]),
  );
}

const given: ByProperty = {};
const give = (owner: string, property: string, place: Place): void => {
  const places = given[owner]?.[property] ?? [];
  if (places.some(({ name }) => name === place.name)) return;
  given[owner] = { ...given[owner], [property]: [...places, place] };
};

/** Follows an input object along the object of the contract that it becomes. */
function giveWithin(object: string, type: GraphQLInputType, path: string, within: readonly string[] = []): void {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || within.includes(object)) return;
  for (const { name, type: inner } of Object.values(named.getFields())) {
    const property = contract.components.schemas[object]?.properties?.[toWireName(name)];
    if (!property) continue;
    give(object, toWireName(name), { name: `${path}.${name}`, required: isNonNullType(inner), ...wordsOf(inner) });
    const next = referenced(property);
    if (next) giveWithin(next, inner, `${path}.${name}`, [...within, object]);
  }
}

/** The type of an input by its path within the argument. */
function typeAt(
  args: readonly { readonly name: string; readonly type: GraphQLInputType }[],
  path: string,
): GraphQLInputType | undefined {
  const [first = '', ...rest] = path.split('.');
  const direct = args.find(({ name }) => name === first);
  const found = direct?.type;
  if (!found || rest.length === 0) return found;
  const named = getNamedType(found);
  return isInputObjectType(named) ? typeAt(Object.values(named.getFields()), rest.join('.')) : undefined;
}

function giveRoute({ method, path, request, parameters }: ContractRoute): void {
  const key = `${method} ${path}`;
  for (const { name, field } of fields.filter(({ field }) => operationsOf(field).includes(key))) {
    const [input] = field.args;
    const named = input?.name === 'input' ? getNamedType(input.type) : undefined;
    const args = isInputObjectType(named) ? Object.values(named.getFields()) : field.args;
    for (const { graph, wire } of inputsOf(field)) {
      const owner = parameters.some((parameter) => parameter.name === wire) ? key : request;
      const type = typeAt(args, graph);
      if (owner === undefined || !type) continue;
      const place = { name: `${name}(${graph})`, required: isNonNullType(type), ...wordsOf(type) };
      give(owner, wire, place);
      const property = contract.components.schemas[owner]?.properties?.[wire];
      const next = property && referenced(property);
      if (next) giveWithin(next, type, place.name);
    }
  }
}
for (const route of own) giveRoute(route);

const use: GraphUse = {
  vertical,
  operations,
  shown,
  given,
  leftOut: [...Object.keys(leftOut), ...Object.keys(leftOutEverywhere)],
  inputLeftOut: Object.keys(inputLeftOut),
};
process.stdout.write(JSON.stringify(use));
