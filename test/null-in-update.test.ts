/** Null in an update is rejected with instructions to clear the value, and never a success without a change. */
import { type GraphQLInputField, getNamedType, isInputObjectType, isNonNullType } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { isIdKind } from '../schema/id.ts';
import { gatewayOverSandbox, type SandboxGateway } from './gateway.ts';
import { sampleId } from './sample-id.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
beforeEach(() => {
  g.calls.length = 0;
});
afterAll(() => g.close());

const updates = Object.values(schema.getMutationType()?.getFields() ?? {}).filter(({ name }) =>
  /^update[A-Z]/.test(name),
);

const inputs = updates.flatMap(({ name, args }) => {
  const type = args[0] && getNamedType(args[0].type);
  const fields = isInputObjectType(type) ? Object.values(type.getFields()) : [];
  const required = fields.filter((field) => isNonNullType(field.type));
  return fields
    .filter((field) => !isNonNullType(field.type))
    .map((field) => ({
      mutation: name,
      inputType: String(type),
      required,
      name: field.name,
      description: field.description,
    }));
});

const requiredOf = (fields: readonly GraphQLInputField[]) =>
  Object.fromEntries(
    fields.map(({ name, extensions: { idOf } }) => [name, isIdKind(idOf) ? sampleId(idOf) : 'https://idp.example']),
  );

describe('null in an update', () => {
  it('is tried for every nullable input of every update', () => {
    expect(updates.length).toBeGreaterThan(8);
    expect(inputs.length).toBeGreaterThan(60);
  });

  it.each(inputs)('$mutation($name) is INVALID_INPUT that says how to clear', async (field) => {
    const { mutation, inputType, name, required, description } = field;
    const select = '... on MutationError { code message }';
    const given = requiredOf(required);
    const literal = Object.entries(given).map(([key, value]) => `${key}: "${value}"`);
    const variants = [
      {
        document: `mutation ($input: ${inputType}!) { it: ${mutation}(input: $input) { ${select} } }`,
        variables: { input: { ...given, [name]: null } },
      },
      { document: `mutation { it: ${mutation}(input: { ${literal.join(' ')} ${name}: null }) { ${select} } }` },
      {
        document: `mutation ($input: ${inputType}! = { ${literal.join(' ')} ${name}: null }) { it: ${mutation}(input: $input) { ${select} } }`,
      },
    ];
    for (const { document, variables = {} } of variants) {
      const { it: result } = await g.data<{ it: { code: string; message: string } }>(document, { variables });
      expect(result.code).toBe('INVALID_INPUT');
      expect(result.message).toMatch(new RegExp(`^\`${name}\` must not be null\\. Omit it to keep the value`));
      expect(description).toContain(result.message.replace(/^.*? must not be null/, 'Null is rejected'));
    }
    expect(g.calls).toEqual([]);
  });

  it('names the mutation that clears, where there is one, and the empty value elsewhere', async () => {
    const messageOf = async (input: object) => {
      const document = `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { ... on MutationError { message } } }`;
      const variables = {
        input: { organizationId: 'organization-test-281e5d07-3ce6-4a05-ace3-ae77f9928a5a', ...input },
      };
      return (await g.data<{ updateOrganization: { message: string } }>(document, { variables })).updateOrganization
        .message;
    };
    expect(await messageOf({ externalId: null })).toContain('`deleteOrganizationExternalId`');
    expect(await messageOf({ ssoDefaultConnectionId: null })).toContain('send "" to clear it');
    expect(await messageOf({ emailAllowedDomains: null })).toContain('send [] to clear it');
    expect(await messageOf({ trustedMetadata: null })).toContain('null for a key in it');
  });

  it('is not given in creations and filters, and removes a key within metadata', async () => {
    const { createOrganization } = await g.data<{ createOrganization: { organization: { organizationId: string } } }>(
      `mutation { createOrganization(input: { name: "Saltmarsh", slug: "saltmarsh", externalId: null, trustedMetadata: { a: 1, b: 2 } }) {
        ... on CreateOrganizationPayload { organization { organizationId } } } }`,
    );
    const { organizationId } = createOrganization.organization;
    await g.data('{ organizations(filter: { slugs: null }, first: null) { totalCount } }');
    const data = await g.data(
      `mutation ($organizationId: ID!) { updateOrganization(input: { organizationId: $organizationId, trustedMetadata: { a: null } }) {
        ... on UpdateOrganizationPayload { organization { trustedMetadata } } } }`,
      { variables: { organizationId } },
    );
    expect(data).toEqual({ updateOrganization: { organization: { trustedMetadata: { b: 2 } } } });
  });
});
