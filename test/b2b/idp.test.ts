import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { traits } from '../../src/stytch/contract/traits.ts';
import { type ActAs, gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { sendMutation, sendMutationOk } from '../mutation.ts';
import { authorizationRequest } from '../operations/idp.ts';

let g: SandboxGateway;
/** The authorization request of the app Ledgerly, and the plain member who consents. */
let ledgerly: ReturnType<typeof authorizationRequest>;
let key: { organizationId: string; memberId: string };
let self: { member: { key: typeof key } };
beforeEach(async () => {
  g = await gatewayOverSandbox();
  ledgerly = authorizationRequest(g, 'Ledgerly', ['openid', 'read:documents', 'read:invoices']);
  const { organization_id: organizationId, member_id: memberId } = g.world.credentials.member;
  key = { organizationId, memberId };
  self = { member: { key } };
});
afterEach(() => g.close());

const ask = (input: object, as: ActAs = 'member') =>
  sendMutationOk(
    g,
    'prepareConnectedAppAuthorization',
    input,
    `consentRequired client { clientId name description clientType logoUrl } scopeResults { scope description isGrantable }
      member { memberId } organization { slug }`,
    as,
  );
const authorize = (input: object, as: ActAs = 'member') =>
  sendMutationOk(g, 'authorizeConnectedApp', { consentGranted: true, ...input }, 'redirectUri authorizationCode', as);

describe('prepareConnectedAppAuthorization', () => {
  it('returns the requested scopes, and those that the member can grant', async () => {
    expect(await ask({ ...ledgerly, ...self })).toEqual({
      __typename: 'PrepareConnectedAppAuthorizationPayload',
      consentRequired: true,
      client: {
        clientId: ledgerly.clientId,
        name: 'Ledgerly',
        description: 'Bookkeeping by another company.',
        clientType: 'THIRD_PARTY',
        logoUrl: 'https://ledgerly.example/logo.png',
      },
      scopeResults: [
        { scope: 'openid', description: expect.any(String), isGrantable: true },
        { scope: 'read:documents', description: expect.any(String), isGrantable: true },
        { scope: 'read:invoices', description: expect.any(String), isGrantable: false },
      ],
      member: { memberId: key.memberId },
      organization: { slug: 'fernhill-bakery' },
    });
    expect(g.calls).toHaveLength(1);
    expect(g.calls[0]?.body).toEqual({
      client_id: ledgerly.clientId,
      redirect_uri: ledgerly.redirectUri,
      response_type: 'code',
      scopes: ledgerly.scopes,
      organization_id: key.organizationId,
      member_id: key.memberId,
    });
  });

  it('changes nothing, so it may be repeated', async () => {
    const before = structuredClone([g.sandbox.store.consents, g.sandbox.store.authorizationCodes]);
    await ask({ ...ledgerly, ...self });
    await ask({ ...ledgerly, member: { sessionToken: g.world.credentials.member.session_token } }, null);
    expect([g.sandbox.store.consents, g.sandbox.store.authorizationCodes]).toEqual(before);
    expect(traits.api_b2b_idp_v1_b2b_idp_oauth_AuthorizeStart.reads).toBe(true);
    expect(traits.api_b2b_idp_v1_b2b_idp_oauth_Authorize.reads).toBe(false);
  });

  it('rejects a redirect URI that the app does not have', async () => {
    const elsewhere = { redirectUri: 'https://elsewhere.example/callback' };
    expect(await ask({ ...ledgerly, ...self, ...elsewhere })).toMatchObject({
      errorType: 'connected_app_supplied_redirect_url_not_found_in_client',
    });
  });
});

describe('authorizeConnectedApp', () => {
  it('grants what the member can grant, and returns a redirect with a code', async () => {
    const sessionToken = g.world.credentials.member.session_token;
    const answer = await authorize({ ...ledgerly, member: { sessionToken }, state: 'a b', nonce: 'n' }, null);
    expect(g.calls[0]?.body).toMatchObject({ consent_granted: true, state: 'a b', nonce: 'n' });
    const back = new URL(String(answer['redirectUri']));
    expect(back.origin + back.pathname).toBe(ledgerly.redirectUri);
    expect(back.searchParams.get('code')).toBe(answer['authorizationCode']);
    expect(back.searchParams.get('state')).toBe('a b');
    // A member who has consented is not prompted for the same scopes again.
    expect(await ask({ ...ledgerly, ...self })).toMatchObject({ consentRequired: false });
    expect(await ask({ ...ledgerly, ...self, prompt: 'consent' })).toMatchObject({ consentRequired: true });
    expect(JSON.stringify(g.logged)).not.toContain(answer['authorizationCode']);
  });

  it('reports a denial to the app', async () => {
    const answer = await authorize({ ...ledgerly, ...self, consentGranted: false });
    expect(answer).toMatchObject({
      redirectUri: expect.stringContaining('error=access_denied'),
      authorizationCode: null,
    });
  });
});

describe('authorization for another member', () => {
  const other = () => ({ key: { ...key, memberId: g.world.credentials.admin.member_id } });

  it('is FORBIDDEN by their key', async () => {
    for (const [member, as] of [
      [other(), 'member'],
      [{ key }, 'admin'],
      [{ key: { ...key, organizationId: 'organization-test-281e5d07-3ce6-4a05-ace3-ae77f9928a5a' } }, 'member'],
      [{ sessionToken: '' }, 'member'],
    ] as const) {
      expect(await ask({ ...ledgerly, member }, as)).toMatchObject({ code: 'FORBIDDEN' });
      expect(await authorize({ ...ledgerly, member }, as)).toMatchObject({ code: 'FORBIDDEN' });
    }
    for (const [name, input] of [
      ['authorizeConnectedApp', { ...ledgerly, ...self, consentGranted: true }],
      ['prepareConnectedAppAuthorization', { ...ledgerly, ...self }],
    ] as const) {
      const { errors } = await sendMutation(g, name, input);
      expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
    expect(g.calls).toEqual([]);
  });

  it('is BAD_USER_INPUT with a session beside a key, an incomplete or missing key, or two sessions', async () => {
    for (const member of [
      { ...other(), sessionToken: 'anything' },
      { ...other(), sessionJwt: 'anything' },
      { sessionToken: 'a', sessionJwt: 'b' },
      { key: { memberId: key.memberId } },
      {},
      undefined,
    ]) {
      for (const as of [null, 'member', 'server'] as const) {
        const refused = [
          await sendMutation(g, 'prepareConnectedAppAuthorization', { ...ledgerly, member }, 'requestId', as),
          await sendMutation(
            g,
            'authorizeConnectedApp',
            { ...ledgerly, member, consentGranted: true },
            'requestId',
            as,
          ),
        ];
        for (const { errors } of refused) expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
      }
    }
    expect(g.calls).toEqual([]);
  });
});
