/**
 * Mutations that change nothing: they take a secret, which caches would store as the argument of a query. The gateway
 * treats them as reads: retried after a failure, never OUTCOME_UNKNOWN, and earlier reads stay cached.
 */
import type { Dispatcher } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import type { Access } from '../src/auth/access.ts';
import { traitsOf } from '../src/stytch/contract/traits.ts';
import type { OperationKey } from '../src/stytch/contract/types.ts';
import { routeOf } from './contract.ts';
import { type ActAs, gatewayOverSandbox, type SandboxGateway } from './gateway.ts';
import { sendMutation, sendMutationOk } from './mutation.ts';
import { discoveryToken } from './operations/discovery.ts';
import { authorizationRequest } from './operations/idp.ts';

let g: SandboxGateway;

const DISCOVER = 'api_discovery_v1_discovery_organizations_List';
const START = 'api_b2b_idp_v1_b2b_idp_oauth_AuthorizeStart';
const CHECK = 'api_b2b_password_v1_StrengthCheck';

interface Case {
  readonly name: string;
  readonly id: string;
  readonly as: ActAs;
  readonly input: () => object | Promise<object>;
}

const member = () => g.world.credentials.member;
const authorization = (who: object) => ({ ...authorizationRequest(g, 'Ledgerly', ['openid']), member: who });
const cases: readonly Case[] = [
  { name: 'checkPasswordStrength', id: CHECK, as: null, input: () => ({ password: 'x' }) },
  { name: 'checkPasswordStrength', id: CHECK, as: 'member', input: () => ({ password: 'x' }) },
  {
    name: 'discoverOrganizations',
    id: DISCOVER,
    as: null,
    input: async () => ({ credential: { intermediateSessionToken: await discoveryToken(g, 'liam@fernhill.example') } }),
  },
  {
    name: 'discoverOrganizations',
    id: DISCOVER,
    as: 'member',
    input: () => ({ credential: { sessionToken: member().session_token } }),
  },
  {
    name: 'prepareConnectedAppAuthorization',
    id: START,
    as: null,
    input: () => authorization({ sessionToken: member().session_token }),
  },
  {
    name: 'prepareConnectedAppAuthorization',
    id: START,
    as: 'member',
    input: () => authorization({ key: { organizationId: member().organization_id, memberId: member().member_id } }),
  },
];

/** Breaks the connections of the first requests to an operation, after they were sent. */
const breaking = (id: string, times: number): Dispatcher.DispatcherComposeInterceptor => {
  let left = times;
  return (dispatch) => (options, handler) => {
    const { pathname } = new URL(options.path, 'http://stytch.test');
    if (routeOf(options.method, pathname).id !== id || left <= 0) return dispatch(options, handler);
    left -= 1;
    return dispatch(options, {
      onRequestStart: (...args) => handler.onRequestStart?.(...args),
      onResponseStart: (controller) => {
        controller.abort(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
      },
      onResponseData() {},
      onResponseEnd() {},
      onResponseError: (controller) =>
        handler.onResponseError?.(controller, Object.assign(new Error('reset'), { code: 'ECONNRESET' })),
    });
  };
};

describe.each(cases)('$name as $as', ({ name, id, as, input }) => {
  afterEach(() => g.close());

  it('makes one call', async () => {
    g = await gatewayOverSandbox();
    const given = await input();
    g.calls.length = 0;
    expect(await sendMutationOk(g, name, given, 'requestId', as)).not.toHaveProperty('code');
    expect(g.calls.map((call) => call.id)).toEqual([id]);
  });

  it('is sent again if the response was lost', async () => {
    g = await gatewayOverSandbox({ between: breaking(id, 1) });
    expect(await sendMutationOk(g, name, await input(), 'requestId', as)).not.toHaveProperty('code');
    expect(g.calls.filter((call) => call.id === id)).toHaveLength(2);
  });

  it('fails as a read does if every response is lost', async () => {
    g = await gatewayOverSandbox({ between: breaking(id, 100) });
    const { code } = await sendMutationOk(g, name, await input(), 'requestId', as);
    expect(code).toMatch(/^(UPSTREAM_UNAVAILABLE|UPSTREAM_ERROR|TIMEOUT)$/);
  });

  it.each(['server', 'member'] as const)('forgets nothing that was read before (%s)', async (caller) => {
    g = await gatewayOverSandbox();
    const key = { organizationId: member().organization_id, memberId: member().member_id };
    const variables = { app: authorization({ key }), input: await input() };
    g.calls.length = 0;
    const ask = `prepareConnectedAppAuthorization(input: $app) {
      ... on PrepareConnectedAppAuthorizationPayload { member { sessions { memberSessionId } } } }`;
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
    const document = `mutation ($app: PrepareConnectedAppAuthorizationInput!, $input: ${type}) {
      before: ${ask} ${name}(input: $input) { __typename } after: ${ask} }`;
    const { errors } = await g.query(document, { as: caller, variables });
    expect(errors).toEqual([]);
    expect(g.calls.filter((call) => call.id === 'api_b2b_session_v1_Get')).toHaveLength(1);
  });
});

describe('the three', () => {
  it('are all there are, and carry the rights that the queries had', () => {
    const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
    const reading = fields.filter(({ extensions }) =>
      ((extensions['operations'] ?? []) as OperationKey[]).every((key) => traitsOf(key).reads),
    );
    const rights = reading.map(({ name, extensions }) => {
      const access = extensions['access'] as Access;
      return [name, access === 'anyone' ? access : `${access.action} ${access.signedIn}`];
    });
    expect(Object.fromEntries(rights)).toEqual({
      checkPasswordStrength: 'anyone',
      discoverOrganizations: 'sign-in none',
      prepareConnectedAppAuthorization: 'authorize.connected-app self',
      // It changes a lock of the gateway.
      unlockMemberSignIn: expect.any(String),
    });
  });

  it('are counted as attempts where the queries were: by the token that is shown', async () => {
    g = await gatewayOverSandbox();
    const codes: unknown[] = [];
    for (let n = 0; n < 8; n += 1) {
      const credential = { intermediateSessionToken: 'a-token-that-nobody-has' };
      const { data } = await sendMutation(g, 'discoverOrganizations', { credential });
      codes.push(data?.['discoverOrganizations']?.['code']);
    }
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(3);
    expect(g.calls).toHaveLength(5);
    for (let n = 0; n < 8; n += 1) {
      expect(await sendMutationOk(g, 'checkPasswordStrength', { password: 'x' })).not.toHaveProperty('code');
    }
    await g.close();
  });
});
