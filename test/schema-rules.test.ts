/**
 * Consistency rules of the printed graph. (@graphql-eslint would check the same, but cannot be installed here: a
 * package that it needs is missing from the registry.)
 */
import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isUnionType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema as built } from '../schema/b2b/index.ts';
import { isSecret } from './safety/secret-fields.ts';

const builtObjects = Object.values(built.getTypeMap()).filter((type) => isObjectType(type) || isInterfaceType(type));
const schema = buildSchema(readFileSync(new URL('../schema/b2b.graphql', import.meta.url), 'utf8'));
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const objects = types.filter((type) => isObjectType(type) || isInterfaceType(type));
const fields = objects.flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));
const inputs = types.filter(isInputObjectType);
const enums = types.filter(isEnumType);
const place = ({ type, field }: (typeof fields)[number]) => `${type.name}.${field.name}`;
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
const pascal = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}`;

describe('names', () => {
  it('of types are PascalCase, acronyms being words', () => {
    const odd = types.filter((type) => !isScalarType(type) && !/^([A-Z][a-z0-9]+|O(?=Auth))+$/.test(type.name));
    expect(odd.map(({ name }) => name)).toEqual([]);
  });

  it('of fields, arguments and input fields are camelCase', () => {
    const names = [
      ...fields.flatMap(({ field }) => [field.name, ...field.args.map(({ name }) => name)]),
      ...inputs.flatMap((type) => Object.keys(type.getFields())),
    ];
    expect(names.filter((name) => !/^[a-z]+([A-Z0-9][a-z0-9]*)*$/.test(name))).toEqual([]);
  });

  it('of enum values are SCREAMING_SNAKE', () => {
    const names = enums.flatMap((type) => type.getValues().map(({ name }) => name));
    expect(names.filter((name) => !/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(name))).toEqual([]);
  });

  it('of queries are nouns, not get or list', () => {
    const names = Object.keys(schema.getQueryType()?.getFields() ?? {});
    expect(names.filter((name) => /^(get|list|fetch|find|search)[A-Z]/.test(name))).toEqual([]);
  });

  it('of inputs say what they are', () => {
    expect(inputs.map(({ name }) => name).filter((name) => !/(Input|Filter|By)$/.test(name))).toEqual([]);
  });

  it('do not repeat their type', () => {
    const repeated = fields.filter(
      ({ type, field }) =>
        !/Id$/.test(field.name) &&
        !/(Payload|Connection|Edge|Result)$/.test(type.name) &&
        field.name.toLowerCase().startsWith(type.name.toLowerCase()) &&
        field.name.length > type.name.length,
    );
    expect(repeated.map(place)).toEqual([]);
  });
});

describe('mutations', () => {
  it.each(mutations.map((field) => [field.name, field] as const))(
    '%s takes one input and answers a payload or MutationError',
    (name, field) => {
      expect(field.args.map((arg) => `${arg.name}: ${arg.type}`)).toEqual([`input: ${pascal(name)}Input!`]);
      const result = getNamedType(field.type);
      expect(result.name).toBe(`${pascal(name)}Result`);
      const members = isUnionType(result) ? result.getTypes().map((type) => type.name) : [];
      expect(members.sort()).toEqual([`${pascal(name)}Payload`, 'MutationError'].sort());
      // So that one mutation cannot null the others of its document.
      expect(isNonNullType(field.type)).toBe(false);
    },
  );

  it('each payload carries the request id', () => {
    const payloads = objects.filter(({ name }) => name.endsWith('Payload'));
    expect(payloads.filter((type) => !type.getFields()['requestId']).map(({ name }) => name)).toEqual([]);
  });
});

describe('connections', () => {
  const connections = objects.filter(({ name }) => name.endsWith('Connection') && 'pageInfo' in schemaFields(name));
  function schemaFields(name: string) {
    const type = schema.getType(name);
    return isObjectType(type) ? type.getFields() : {};
  }

  it('are there', () => expect(connections.length).toBeGreaterThan(3));

  it.each(connections.map((type) => [type.name, type] as const))('%s is as Relay has it', (name, type) => {
    const own = type.getFields();
    expect(Object.keys(own)).toEqual(expect.arrayContaining(['edges', 'nodes', 'pageInfo', 'totalCount']));
    const edge = own['edges'] ? getNamedType(own['edges'].type) : undefined;
    expect(edge?.name).toBe(name.replace(/Connection$/, 'Edge'));
    expect(isObjectType(edge) ? Object.keys(edge.getFields()).sort() : []).toEqual(
      expect.arrayContaining(['cursor', 'node']),
    );
    expect(String(own['pageInfo']?.type)).toBe('PageInfo!');
  });

  it('are asked for with first and after, and nothing that REST cannot do', () => {
    const asked = fields.filter(({ field }) => connections.some(({ name }) => name === getNamedType(field.type).name));
    const odd = asked.filter(({ field }) => {
      const names = field.args.map(({ name }) => name);
      return !names.includes('first') || !names.includes('after') || names.includes('last') || names.includes('before');
    });
    expect(odd.map(place)).toEqual([]);
  });
});

describe('types', () => {
  it('that are nodes have an id', () => {
    const nodes = objects.filter(
      (type) => isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node'),
    );
    expect(nodes.length).toBeGreaterThan(4);
    expect(nodes.filter((type) => String(type.getFields()['id']?.type) !== 'ID!').map(({ name }) => name)).toEqual([]);
  });

  it('that caches have to tell apart have an id: the viewer, and whatever Stytch or its content gives a key', () => {
    const withStytchId = objects.filter(
      (type) =>
        isObjectType(type) &&
        Object.values(type.getFields()).some(
          ({ name, type: field }) =>
            String(field) === 'String!' && name.toLowerCase() === `${type.name}Id`.toLowerCase(),
        ),
    );
    const others = [
      'Viewer',
      'Role',
      'ScimGroup',
      'SsoRegistration',
      'ScimRegistration',
      'OauthRegistration',
      'RetiredEmail',
      'FraudRule',
      'X509Certificate',
      'EncryptionPrivateKey',
      'MemberConnectedApp',
      'OrganizationConnectedApp',
    ];
    const names = new Set([...withStytchId.map(({ name }) => name), ...others]);
    expect(withStytchId.length).toBeGreaterThan(3);
    for (const name of names) {
      const type = schema.getType(name);
      expect(isObjectType(type) ? String(type.getFields()['id']?.type) : 'no type', name).toBe('ID!');
    }
    const viewer = schema.getType('Viewer');
    expect(isObjectType(viewer) && viewer.getInterfaces().map(({ name }) => name)).toContain('Node');
  });

  it('hold no null within a list, but for what is asked for by id', () => {
    const holed = (field: GraphQLField<unknown, unknown>) => {
      const list = getNullableType(field.type);
      return isListType(list) && !isNonNullType(list.ofType);
    };
    const holes = fields.filter(({ field }) => holed(field)).map(place);
    expect(holes).toContain('Query.nodes');
    expect(holes.filter((hole) => !/^Query\.(nodes|\w+ById)$/.test(hole))).toEqual([]);
  });

  it('of enums with equal values are one enum', () => {
    const seen = new Map<string, string>();
    const twins = enums.flatMap((type) => {
      const values = type
        .getValues()
        .flatMap(({ name }) => (name === 'UNKNOWN' ? [] : name))
        .sort()
        .join();
      const twin = seen.get(values);
      seen.set(values, type.name);
      return twin ? [`${twin} = ${type.name}`] : [];
    });
    expect(twins).toEqual([]);
  });

  it('of enums are the same for what is shown and what is given', () => {
    const given = new Set([
      ...inputs.flatMap((type) => Object.values(type.getFields()).map((field) => getNamedType(field.type).name)),
      ...fields.flatMap(({ field }) => field.args.map((arg) => getNamedType(arg.type).name)),
    ]);
    const shown = new Set(fields.map(({ field }) => getNamedType(field.type).name));
    const words = (type: GraphQLEnumType) => type.getValues().flatMap(({ name }) => (name === 'UNKNOWN' ? [] : name));
    const shownOnly = enums.filter(({ name }) => shown.has(name) && !given.has(name));
    const givenOnly = enums.filter(({ name }) => given.has(name) && !shown.has(name));
    expect(enums.filter(({ name }) => name.endsWith('Input')).map(({ name }) => name)).toEqual([]);
    const twins = givenOnly.flatMap((input) =>
      shownOnly
        .filter((output) => words(output).sort().join() === words(input).sort().join())
        .map((output) => `${input.name} = ${output.name}`),
    );
    expect(twins).toEqual([]);
    // An enum that is only an input needs no value for unknown values.
    expect(givenOnly.filter((type) => type.getValue('UNKNOWN')).map(({ name }) => name)).toEqual([]);
  });

  it('that say secret are secret: tokens, secrets, codes, passwords', () => {
    const words = /(Token|Jwt|Secret|Password|Code|Codes|qrCode)$/;
    const harmless = /^(ErrorCode|MutationError)|postalCode$/;
    const outputs = fields
      .filter(
        ({ type, field }) =>
          isScalarType(getNamedType(field.type)) &&
          words.test(field.name) &&
          !harmless.test(`${type.name}${field.name}`),
      )
      .filter(({ field }) => getNamedType(field.type).name !== 'Boolean')
      .filter(({ type, field }) => !secretIn(type.name, field.name))
      .map(place);
    expect(outputs).toEqual([]);
  });

  const printed = readFileSync(new URL('../schema/b2b.graphql', import.meta.url), 'utf8');
  /** Whether the printed graph has `@secret` on a field. */
  function secretIn(typeName: string, fieldName: string): boolean {
    const body =
      new RegExp(`^(?:type|interface|input) ${typeName}[^{]*\\{([\\s\\S]*?)^\\}`, 'm').exec(printed)?.[1] ?? '';
    return new RegExp(`^  ${fieldName}\\b.*@secret`, 'm').test(body);
  }

  // Caches store the arguments of queries, and of fields that a query reaches.
  it('take no secret where a query reaches them', () => {
    const reached = new Set<string>();
    const reach = (type: GraphQLNamedType): void => {
      if (reached.has(type.name)) return;
      reached.add(type.name);
      if (isUnionType(type) || isInterfaceType(type))
        for (const possible of schema.getPossibleTypes(type)) reach(possible);
      if (!isObjectType(type) && !isInterfaceType(type)) return;
      for (const field of Object.values(type.getFields())) reach(getNamedType(field.type));
    };
    const query = schema.getQueryType();
    if (query) reach(query);
    expect(reached.size).toBeGreaterThan(30);
    const secrets = (type: GraphQLNamedType, path: string, seen: readonly string[] = []): string[] =>
      isInputObjectType(type) && !seen.includes(type.name)
        ? Object.values(type.getFields()).flatMap((field) => [
            ...(isSecret(field) ? [`${path}.${field.name}`] : []),
            ...secrets(getNamedType(field.type), `${path}.${field.name}`, [...seen, type.name]),
          ])
        : [];
    const secretArguments = (types: readonly (GraphQLObjectType | GraphQLInterfaceType)[]) =>
      types.flatMap((type) =>
        Object.values(type.getFields()).flatMap((field) =>
          field.args.flatMap((argument) => {
            const path = `${type.name}.${field.name}(${argument.name})`;
            return [...(isSecret(argument) ? [path] : []), ...secrets(getNamedType(argument.type), path)];
          }),
        ),
      );
    const isReached = (type: { name: string }) => reached.has(type.name);
    expect(secretArguments(builtObjects.filter(isReached))).toEqual([]);
    // The rule is not vacuous.
    expect(secretArguments(builtObjects.filter((type) => !isReached(type))).length).toBeGreaterThan(20);
  });

  it('of inputs that hold a proof say so as well', () => {
    const words = /(Token|Jwt|Secret|^password|Password|^code|recoveryCode|recoveryCodes|^hash)$/;
    const open = inputs
      .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
      .filter(({ field }) => words.test(field.name) && ['String', 'JWT'].includes(getNamedType(field.type).name))
      .filter(({ type, field }) => !secretIn(type.name, field.name))
      .map(({ type, field }) => `${type.name}.${field.name}`);
    expect(open).toEqual([]);
  });
});
