/** Numbers in free-form data keep their text: from the client to Stytch, in Stytch's responses, and in the sandbox. */
import {
  type GraphQLInputField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  isRequiredInputField,
} from 'graphql';
import type { Dispatcher } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { COOKIE_INPUT } from '../schema/cookie-input.ts';
import { isIdKind } from '../schema/id.ts';
import { FREE_FORM_PROPERTIES } from '../src/stytch/contract/names.ts';
import { exactNumber, parseJson, withExactNumbers } from '../src/stytch/json/exact-numbers.ts';
import { gatewayOverSandbox, type SandboxGateway, unlimitedThrottle } from './gateway.ts';
import { examples, type OperationExample } from './operations/index.ts';
import { sampleId } from './sample-id.ts';
import { askingForAll, type Json, replacing } from './spoil.ts';

const numbers = ['9007199254740993', '-9007199254740993', '1e400', '-1E+400', '1e-400', '-0', '1.0', '0.1000', '1E2'];
const digits = '3.14159265358979323846264338327950288419716939937510582097494459230781640628620899';
const written = [...numbers, digits, '12345678901234567890123', '7', '0.5'];

/** Every number, at several depths. */
const ODD = `{"odd":[${written.join(',')}],"in":{"lists":[[${written[0]}],{"deep":{"er":${written[2]}}}],"a, ":[1]},"text":"a: 1e400, ${written[0]}"}`;
const odd = withExactNumbers(parseJson(ODD));

describe('a number of JSON', () => {
  it.each(written)('%s keeps its text', (text) => {
    for (const json of [text, `[${text}]`, `{"a":${text}}`, `{"a":{"b":[1,{"c":${text}}]}}`]) {
      const exact = JSON.stringify(withExactNumbers(parseJson(`{"root":${json}}`)));
      expect(exact).toBe(`{"root":${json}}`);
    }
    expect(JSON.stringify(exactNumber(text))).toBe(text);
  });

  it('is a number to code that reads it as a number', () => {
    expect(parseJson('{"first": 5.0, "list": [1e2, -0]}')).toEqual({ first: 5, list: [100, -0] });
  });

  it('is found behind any white space', () => {
    expect(JSON.stringify(withExactNumbers(parseJson('{"a":\n\t 1.0 , "b": [ \r1.0 ]}')))).toBe('{"a":1.0,"b":[1.0]}');
  });

  it('leaves other values as they are', () => {
    const value = parseJson('{"a": [1, "1.0", {"b": 2}]}');
    expect(withExactNumbers(value)).toBe(value);
    expect(JSON.stringify(odd)).toBe(ODD);
  });

  it('has no effect on names that mean something', () => {
    const text = '{"__proto__":{"a":1.0},"toString":1.0}';
    expect(JSON.stringify(withExactNumbers(parseJson(text)))).toBe(text);
  });
});

const sent: string[] = [];
const noting: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  sent.push(String(options.body));
  return dispatch(options, handler);
};
const oddly = replacing(
  () => true,
  (body) => Buffer.from(JSON.stringify(withOdd(body))),
);

/** A response whose objects all have free-form properties with odd numbers. */
function withOdd(body: Json): unknown {
  if (Array.isArray(body)) return body.map(withOdd);
  if (typeof body !== 'object' || body === null) return body;
  const known = Object.entries(body).map(([name, value]): [string, unknown] => [name, withOdd(value)]);
  return Object.fromEntries([...known, ...[...FREE_FORM_PROPERTIES].map((name): [string, unknown] => [name, odd])]);
}

/** The input fields of this type in a type, with the path to each. */
function* within(type: GraphQLInputType, path: readonly GraphQLInputField[] = []): Generator<GraphQLInputField[]> {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return;
  for (const field of Object.values(named.getFields())) {
    if (String(getNamedType(field.type)) === 'JSONObject') yield [...path, field];
    else if (!path.includes(field)) yield* within(field.type, [...path, field]);
  }
}

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln';
/** Strings with a required format, by mutation and field; all other strings are ids. */
const texts: Readonly<Record<string, string>> = {
  'attestMemberSession.token': JWT,
  'exchangeMemberAccessToken.accessToken': JWT,
  'authenticateMemberEmailPasscode.code': '123456',
  'authenticateMemberSession.session.sessionJwt': JWT,
  'exchangeMemberSession.session.sessionJwt': JWT,
  'resetMemberPasswordBySession.session.sessionJwt': JWT,
};
/** A valid value of each scalar. */
const samples: Readonly<Record<string, unknown>> = {
  Boolean: true,
  Int: 60,
  Float: 1,
  EmailAddress: 'ada@fernhill.example',
  PhoneNumber: '+12025550123',
  URL: 'https://fernhill.example/',
  JSONObject: {},
};

function sample(type: GraphQLInputType, place: string, idOf?: unknown): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [sample(nullable.ofType, place, idOf)];
  if (isIdKind(idOf)) return sampleId(idOf);
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name;
  if (!isInputObjectType(nullable)) return samples[String(nullable)] ?? texts[place] ?? 'an-id-or-token-of-some-length';
  const required = Object.values(nullable.getFields()).filter(isRequiredInputField);
  const ways = Object.values(nullable.getFields()).filter(({ name }) => name !== COOKIE_INPUT);
  if (nullable.isOneOf) required.push(...ways.slice(0, 1));
  return Object.fromEntries(
    required.map((field) => [field.name, sample(field.type, `${place}.${field.name}`, field.extensions['idOf'])]),
  );
}

/** The value of the first field of the path, with odd numbers at its end. */
function filled([field, ...rest]: readonly GraphQLInputField[]): unknown {
  if (!field) return odd;
  const inner = filled(rest);
  return isListType(getNullableType(field.type)) && rest.length > 0 ? [inner] : inner;
}

const inputs = Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap(({ name, args }) =>
  args.flatMap((arg) =>
    [...within(arg.type)].map((path) => ({
      name,
      type: String(arg.type),
      place: path.map((field) => field.name).join('.'),
      input: { ...Object(sample(arg.type, name)), [path[0]?.name ?? '']: filled(path) },
    })),
  ),
);

/** A value as a GraphQL literal. */
function literalOf(value: unknown, type: GraphQLInputType): string {
  const nullable = getNullableType(type);
  if (isListType(nullable))
    return `[${Array.from(Object(value), (item) => literalOf(item, nullable.ofType)).join(' ')}]`;
  if (isEnumType(nullable)) return String(value);
  if (isInputObjectType(nullable)) {
    const fields = nullable.getFields();
    const given = Object.entries(Object(value)).map(([name, inner]) => {
      const field = fields[name];
      if (!field) throw new Error(`${nullable} has no ${name}`);
      return `${name}: ${literalOf(inner, field.type)}`;
    });
    return `{${given.join(' ')}}`;
  }
  return JSON.stringify(value)
    .replace('"odd"', 'odd')
    .replaceAll(/"(in|lists|deep|er|text)":/g, '$1:')
    .replace('"a, "', 'a');
}

describe('free-form input', () => {
  let g: SandboxGateway;
  beforeAll(async () => {
    g = await gatewayOverSandbox({ between: noting, tries: unlimitedThrottle() });
  });
  beforeEach(() => {
    sent.length = 0;
  });
  afterAll(() => g.close());

  it('is tried wherever it may stand', () => {
    expect(inputs.length).toBeGreaterThan(30);
  });

  it.each(inputs)('$name($place) reaches Stytch as it was sent, as a variable and as a literal', async (tried) => {
    const { name, type, input } = tried;
    await g.query(`mutation ($input: ${type}) { ${name}(input: $input) { ... on MutationError { code } } }`, {
      variables: { input },
    });
    expect(sent.join('\n')).toContain(ODD);
    sent.length = 0;
    const argument = schema.getMutationType()?.getFields()[name]?.args[0];
    if (!argument) throw new Error(`${name} has no argument`);
    await g.query(`mutation { ${name}(input: ${literalOf(input, argument.type)}) { ... on MutationError { code } } }`);
    expect(sent.join('\n')).toContain(ODD.replace('"a, "', '"a"'));
  });

  it('leaves other numbers as they were', async () => {
    const query = 'query ($first: Int!) { organizations(first: $first) { nodes { organizationId } } }';
    const variables = { first: JSON.rawJSON('2.0') };
    const { organizations } = await g.data<{ organizations: { nodes: unknown[] } }>(query, { variables });
    expect(organizations.nodes).toHaveLength(2);
  });

  it('is returned by the sandbox unchanged', async () => {
    const create = `mutation ($metadata: JSONObject) {
      createOrganization(input: { name: "Saltmarsh", slug: "saltmarsh", trustedMetadata: $metadata }) {
        ... on CreateOrganizationPayload { organization { trustedMetadata } } } }`;
    const response = await g.gateway.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer sgk_sandbox_admin' },
        body: JSON.stringify({ query: create, variables: { metadata: odd } }),
      }),
    );
    expect(await response.text()).toContain(`"trustedMetadata":${ODD}`);
  });

  it('is kept in the claims of a session JWT', async () => {
    const { session_token } = g.world.credentials.member;
    const { authenticateMemberSession } = await g.data<{
      authenticateMemberSession: { outcome: { sessionJwt: string } };
    }>(
      `mutation ($token: String!, $claims: JSONObject) {
        authenticateMemberSession(input: { session: { sessionToken: $token }, sessionCustomClaims: $claims }) {
          ... on AuthenticateMemberSessionPayload { outcome { ... on SignedIn { sessionJwt } } } } }`,
      { variables: { token: session_token, claims: { ledger: odd } } },
    );
    const [, payload = ''] = authenticateMemberSession.outcome.sessionJwt.split('.');
    expect(Buffer.from(payload, 'base64url').toString()).toContain(`"ledger":${ODD}`);
  });
});

/** Examples that select every free-form property of the graph. */
const reading = [
  'api_organization_v1_Get',
  'api_organization_v1_organizations_members_Get',
  'api_sso_v1_GetConnections',
  'api_m2m_v1_m2m_clients_Get',
  'api_fraud_v1_fraud_fingerprint_Lookup',
  'api_discovery_v1_discovery_organizations_List',
  'api_b2b_session_v1_Get',
];

/** A member who signed in through single sign-on, and so has attributes of the identity provider. */
const registered: OperationExample = {
  id: 'api_organization_v1_organizations_members_Get',
  document: `query ($organizationId: ID!, $memberId: ID!) {
    member(organizationId: $organizationId, by: { id: $memberId }) { ssoRegistrations { registrationId } } }`,
  variables(g) {
    const member = [...g.sandbox.store.members.values()].find(({ sso_registrations }) => sso_registrations.length > 0);
    return { organizationId: member?.organization_id, memberId: member?.member_id };
  },
};

describe('free-form output', () => {
  const places = new Set<string>();

  it.each([...examples.filter(({ id }) => reading.includes(id)), registered])(
    '$id shows it as Stytch sent it',
    async (example) => {
      const g = await gatewayOverSandbox({ between: oddly, tries: unlimitedThrottle() });
      try {
        const variables = (await example.variables?.(g)) ?? {};
        const { as = 'server' } = example;
        const tokens = {
          server: 'sgk_sandbox_admin',
          admin: g.world.credentials.admin.session_jwt,
          member: g.world.credentials.member.session_jwt,
        };
        const response = await g.gateway.fetch(
          new Request('http://gateway.test/graphql', {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              ...(as === null ? {} : { authorization: `Bearer ${typeof as === 'string' ? tokens[as] : as.token}` }),
            },
            body: JSON.stringify({ query: askingForAll(schema, example.document), variables }),
          }),
        );
        const text = await response.text();
        expect(text.replaceAll(ODD, ''), example.document).not.toContain('"odd"');
        for (const [, name = ''] of text.matchAll(/"(\w+)":\{"odd"/g)) places.add(name);
      } finally {
        await g.close();
      }
    },
  );

  it('is in the details of a refusal', async () => {
    const g = await gatewayOverSandbox({ between: oddly });
    try {
      const response = await g.gateway.fetch(
        new Request('http://gateway.test/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: 'Bearer sgk_sandbox_admin' },
          body: JSON.stringify({
            query: `mutation { deleteOrganization(input: { organizationId: "organization-test-00000000-0000-4000-8000-000000000000" }) {
              ... on MutationError { details } } }`,
          }),
        }),
      );
      expect(await response.text()).toContain(`"details":${ODD}`);
    } finally {
      await g.close();
    }
  });

  it('was tried for every property', () => {
    const fields = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .filter(({ name }) => name !== 'MutationError')
      .flatMap((type) => Object.values(type.getFields()))
      .filter(({ type }) => String(getNamedType(type)) === 'JSONObject');
    expect([...places].sort()).toEqual([...new Set(fields.map(({ name }) => name))].sort());
  });
});
