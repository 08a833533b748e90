/** Every id argument accepts both ids, the graph's opaque one and Stytch's, and rejects all other strings (C9). */
import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
} from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { isIdKind } from '../schema/id.ts';
import { argumentsReader } from '../schema/input-reader.ts';
import { encodeOpaqueId } from '../src/graphql/node-id.ts';
import { StytchError } from '../src/stytch/error.ts';
import { gatewayOverSandbox, type SandboxGateway } from './gateway.ts';
import { sampleId } from './sample-id.ts';

type Value = GraphQLArgument | GraphQLInputField;

/** The ids in an argument, by their paths. */
function* idsIn(value: Value, path: readonly Value[] = []): Generator<readonly Value[]> {
  if (isIdKind(value.extensions['idOf'])) yield [...path, value];
  const type = getNamedType(value.type);
  if (!isInputObjectType(type) || path.includes(value)) return;
  for (const field of Object.values(type.getFields())) yield* idsIn(field, [...path, value]);
}

const fields = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));

const places = fields.flatMap(({ type, field }) =>
  field.args.flatMap((arg) =>
    [...idsIn(arg)].map((path) => ({
      name: `${type.name}.${field.name}(${path.map((value) => value.name).join('.')})`,
      args: field.args,
      path,
    })),
  ),
);

/** Arguments with a string at the end of a path, in lists where the path has lists. */
function given([value, ...rest]: readonly Value[], text: string): Record<string, unknown> {
  if (!value) return {};
  const inner = rest.length > 0 ? given(rest, text) : text;
  return { [value.name]: isList(value.type) ? [inner] : inner };
}
const isList = (type: GraphQLInputType): boolean => isListType(getNullableType(type));

/** The value that the reader returns for the string at the end of a path. */
function read(args: readonly GraphQLArgument[], path: readonly Value[], text: string): unknown {
  let found: unknown = argumentsReader(args)?.(given(path, text));
  for (const value of path) {
    found = Reflect.get(Object(found), value.name);
    if (Array.isArray(found)) found = found[0];
  }
  return found;
}

const types: Readonly<Record<string, string>> = { SsoConnection: 'OidcConnection' };

describe('an id as an argument', () => {
  it('stands in many places', () => expect(places.length).toBeGreaterThan(90));

  it.each(places)('$name is read as either id', ({ args, path }) => {
    const kind = path.at(-1)?.extensions['idOf'];
    if (!isIdKind(kind)) throw new Error('the path ends with no id');
    const id = sampleId(kind);
    expect(read(args, path, id)).toBe(id);
    // The ids before the last part of the key name its owner.
    expect(
      read(args, path, encodeOpaqueId(types[kind] ?? kind, `a/b/${id}`.slice(kind === 'Organization' ? 4 : 0))),
    ).toBe(id);
  });

  it.each(places)('$name refuses the id of another type, and names its place', ({ args, path }) => {
    const names = path.flatMap((value) => (isList(value.type) ? [value.name, '0'] : [value.name]));
    const place = names[0] === 'input' ? names.slice(1) : names;
    for (const text of [encodeOpaqueId('Project', 'p'), '', ' ', 'two words']) {
      // An empty string clears an id in an update, and a slug may have any form.
      if (text === '' && typeof path.at(-1)?.extensions['clearing'] === 'string') continue;
      if (text === 'two words' && path.at(-1)?.extensions['orSlug']) continue;
      expect(() => read(args, path, text), JSON.stringify(text)).toThrow(StytchError);
      try {
        read(args, path, text);
      } catch (cause) {
        expect((cause as StytchError).facts).toMatchObject({ code: 'INVALID_INPUT', path: place });
      }
    }
  });

  it('of a thing in another organization is refused beside the organization', () => {
    const [member] = places.filter(({ name }) => name.startsWith('Mutation.deleteMember('));
    const reader = argumentsReader(member?.args ?? []);
    const organizationId = sampleId('Organization', 1);
    const memberId = encodeOpaqueId('Member', `${sampleId('Organization', 2)}/${sampleId('Member')}`);
    expect(() => reader?.({ input: { organizationId, memberId } })).toThrow(
      '`memberId` does not belong to the given `organizationId`.',
    );
  });

  it('is of type ID wherever a thing with an id is named', () => {
    // Ids that the caller chooses, or that name no object of the graph.
    const others = /^(externalId|telemetryId|profileId|resourceId|idpEntityId|\w*TemplateId)$/;
    const chosen = [
      'AllowedOauthTenantInput.tenantIds',
      'CreateM2mClientInput.clientId',
      'DeviceFingerprintMetadataInput.organizationId',
      'RoleInput.roleId',
      'UpdateOidcConnectionInput.clientId',
      // These accept opaque ids only.
      'Query.node.id',
      'Query.nodes.ids',
    ];
    const inputs = Object.values(schema.getTypeMap())
      .filter(isInputObjectType)
      .flatMap((type) =>
        Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field] as const),
      );
    const args = fields.flatMap(({ type, field }) =>
      field.args.map((arg) => [`${type.name}.${field.name}.${arg.name}`, arg] as const),
    );
    const open = [...inputs, ...args].filter(
      ([, { name, extensions }]) =>
        /(^id|^ids|Ids?)$/.test(name) && !isIdKind(extensions['idOf']) && !others.test(name),
    );
    expect(open.map(([name]) => name)).toEqual(chosen);
  });
});

describe('lookups of many things', () => {
  let g: SandboxGateway;
  let own: string;
  beforeAll(async () => {
    g = await gatewayOverSandbox();
    own = g.world.credentials.admin.organization_id;
  });
  afterAll(() => g.close());
  beforeEach(() => {
    g.calls.length = 0;
  });

  it('return members in the requested order, null for missing ones, by one search', async () => {
    const { admin, member } = g.world.credentials;
    const ids = [
      member.member_id,
      sampleId('Member'),
      encodeOpaqueId('Member', `${own}/${admin.member_id}`),
      member.member_id,
    ];
    const data = await g.data(
      'query ($own: ID!, $ids: [ID!]!) { membersById(organizationId: $own, ids: $ids) { memberId } }',
      { variables: { own, ids }, as: 'admin' },
    );
    const [ada, plain] = [{ memberId: admin.member_id }, { memberId: member.member_id }];
    expect(data).toEqual({ membersById: [plain, null, ada, plain] });
    expect(g.calls.map(({ id }) => id)).toEqual(['api_organization_v1_organizations_members_Search']);
  });

  it('give organizations to servers', async () => {
    const ids = [...g.world.organizations.map(({ organization_id }) => organization_id), sampleId('Organization')];
    const document = 'query ($ids: [ID!]!) { organizationsById(ids: $ids) { organizationId } }';
    expect(await g.data(document, { variables: { ids } })).toEqual({
      organizationsById: [...ids.slice(0, -1).map((organizationId) => ({ organizationId })), null],
    });
    expect(g.calls.map(({ id }) => id)).toEqual(['api_organization_v1_Search']);
    const { errors } = await g.query(document, { variables: { ids: [own] }, as: 'admin' });
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('take a hundred ids at most', async () => {
    const ids = Array.from({ length: 101 }, (_, n) => sampleId('Member', n));
    const { errors } = await g.query(
      'query ($own: ID!, $ids: [ID!]!) { membersById(organizationId: $own, ids: $ids) { memberId } }',
      { variables: { own, ids } },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT', inputPath: ['ids'] } }]);
    expect(g.calls).toEqual([]);
  });

  it('are not done by a slug or an external id in the form of an id', async () => {
    for (const by of [{ slug: own }, { externalId: own }, { slug: ' ' }]) {
      const { errors } = await g.query('query ($by: OrganizationBy!) { organization(by: $by) { name } }', {
        variables: { by },
      });
      expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT', inputPath: ['by', ...Object.keys(by)] } }]);
    }
    expect(g.calls).toEqual([]);
  });
});
