/** T51: a mutation with an invalid response does not hide the results of the other mutations of its document. */
import { GraphQLError, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { present } from '../src/graphql/present.ts';
import { composeTelemetry } from '../src/telemetry/index.ts';
import { gatewayOverSandbox, unlimitedThrottle } from './gateway.ts';
import { examples } from './operations/index.ts';
import { type Json, replacing } from './spoil.ts';

const mutations = examples.filter(({ document }) => /^\s*mutation/.test(document));

/** A document between two mutations that succeed and do not call its operation. */
const around = (document: string, id: string, saltmarsh: string): string => {
  const sound = (alias: string, value: string) =>
    id === 'api_organization_v1_Update'
      ? `${alias}: setFraudRule(input: { type: VISITOR_ID, identifier: "${value}", action: BLOCK }) { __typename ... on SetFraudRulePayload { fraudRule { shown: identifier } } }`
      : `${alias}: updateOrganization(input: { organizationId: "${saltmarsh}", name: "${value}" }) { __typename ... on UpdateOrganizationPayload { organization { shown: name } } }`;
  const begin = document.indexOf('{', document.indexOf(')') < document.indexOf('{') ? document.indexOf(')') : 0);
  const fragments = document.indexOf('fragment ');
  const end = document.lastIndexOf('}', fragments < 0 ? undefined : fragments);
  return `${document.slice(0, begin + 1)} ${sound('before', 'first')} ${document.slice(begin + 1, end)} ${sound('after', 'last')} ${document.slice(end)}`;
};

/** A response without the changed objects. */
const bare = (body: Json): Buffer => {
  const { request_id, status_code } = Object(body);
  return Buffer.from(JSON.stringify({ request_id, status_code }));
};

describe('beside a mutation with an empty response, the other mutations return their results:', () => {
  it.each(mutations)('$id', { timeout: 30_000 }, async ({ id, document, variables, as = 'server' }) => {
    let isSpoilt = false;
    const g = await gatewayOverSandbox({
      between: replacing((operation) => isSpoilt && operation === id, bare),
      tries: unlimitedThrottle(),
    });
    try {
      const { it: created } = await g.data<{ it: { organization: { id: string } } }>(
        'mutation { it: createOrganization(input: { name: "Saltmarsh" }) { ... on CreateOrganizationPayload { organization { id } } } }',
      );
      const given = (await variables?.(g)) ?? {};
      isSpoilt = true;
      const { data, errors } = await g.query(around(document, id, created.organization.id), { variables: given, as });
      // A visitor or a member may not call the two: they are rejected, and the document still has data.
      expect(data).toBeTruthy();
      if (as === 'server') {
        expect(JSON.stringify(data?.['before'])).toContain('"shown":"first"');
        expect(JSON.stringify(data?.['after'])).toContain('"shown":"last"');
      }
      const own = errors.filter(({ path = [] }) => path[0] !== 'before' && path[0] !== 'after');
      for (const { message, path = [], extensions } of own) {
        expect(extensions.code).toBe('BAD_UPSTREAM_RESPONSE');
        expect(message).not.toContain('gateway');
        if (path.length > 1)
          expect(message).toMatch(/^The change was made, but the response of Stytch could not be read/);
      }
    } finally {
      await g.close();
    }
  });
});

describe('an error of the gateway in a payload', () => {
  it('says that the change was made; one at the mutation itself does not', () => {
    const operation = composeTelemetry({ warn() {}, error() {} }).begin(new Headers());
    operation.runs(parse('mutation { a b }'));
    const errors = [['a', 'member'], ['b']].map(
      (path) => new GraphQLError('odd', { path, originalError: new TypeError('odd') }),
    );
    const { body } = present({ data: { a: null, b: null }, errors }, 'application/json', operation);
    const told: { errors: { message: string }[] } = JSON.parse(String(body));
    expect(told.errors.map(({ message }) => message)).toEqual([
      'The change was made, but its result could not be returned: internal error in the gateway.',
      'Internal error in the gateway.',
    ]);
  });
});
