/** UNKNOWN is for output only: it represents a value that this gateway does not know, so it cannot be sent. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from './gateway.ts';

let g: SandboxGateway;
let id: string;
beforeAll(async () => {
  g = await gatewayOverSandbox();
  id = JSON.stringify(g.world.organizations[0]?.organization_id);
});
beforeEach(() => {
  g.calls.length = 0;
});
afterAll(() => g.close());

describe('UNKNOWN as input', () => {
  const update = (settings: string, variables = {}) =>
    g.data(
      `mutation ($mfaPolicy: MfaPolicy) {
        updateOrganization(input: { organizationId: ${id}, mfaPolicy: $mfaPolicy, ${settings} }) {
          __typename ... on MutationError { code path message }
        }
      }`,
      { variables },
    );

  it('of a mutation is INVALID_INPUT in its result, names the field, and nothing is sent', async () => {
    expect(await update('name: "Acme"', { mfaPolicy: 'UNKNOWN' })).toEqual({
      updateOrganization: {
        __typename: 'MutationError',
        code: 'INVALID_INPUT',
        path: ['mfaPolicy'],
        message: expect.stringContaining('`mfaPolicy`'),
      },
    });
    expect(g.calls).toEqual([]);
  });

  it('within a list is told by its place', async () => {
    expect(await update('mfaMethods: { allowed: [TOTP, UNKNOWN] }')).toMatchObject({
      updateOrganization: { code: 'INVALID_INPUT', path: ['mfaMethods', 'allowed', '1'] },
    });
    expect(g.calls).toEqual([]);
  });

  it('of a query is an error that names the place, and nothing is sent', async () => {
    const { errors } = await g.query(
      `{ members(organizationIds: [${id}], filter: { statuses: [ACTIVE, UNKNOWN] }) { totalCount } }`,
    );
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT', inputPath: ['filter', 'statuses', '1'] } }]);
    expect(g.calls).toEqual([]);
  });
});
