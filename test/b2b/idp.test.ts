import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { traits } from '../../src/stytch/contract/traits.ts';
import { type As, gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { attempt, send } from '../mutation.ts';
import { requestOf } from '../operations/idp.ts';

let g: SandboxGateway;
/** What Ledgerly asks for, and the plain member as the one it asks. */
let ledgerly: ReturnType<typeof requestOf>;
let self: { organizationId: string; memberId: string };
beforeEach(async () => {
  g = await gatewayOverSandbox();
  ledgerly = requestOf(g, 'Ledgerly', ['openid', 'read:documents', 'read:invoices']);
  const { organization_id: organizationId, member_id: memberId } = g.world.credentials.member;
  self = { organizationId, memberId };
});
afterEach(() => g.close());

const ask = (input: object, as: As = 'member') =>
  g.query<{ connectedAppAuthorization: Record<string, unknown> | null }>(
    `query ($input: ConnectedAppAuthorizationInput!) { connectedAppAuthorization(input: $input) {
      consentRequired client { clientId name description clientType logoUrl } scopeResults { scope description isGrantable }
      member { memberId } organization { slug } } }`,
    { variables: { input }, as },
  );
const authorize = (input: object, as: As = 'member') =>
  send(g, 'authorizeConnectedApp', { consentGranted: true, ...input }, 'redirectUri authorizationCode', as);

describe('connectedAppAuthorization', () => {
  it('says what an app asks, and what of it the member can give', async () => {
    const { data, errors } = await ask({ ...ledgerly, ...self });
    expect(errors).toEqual([]);
    expect(data?.connectedAppAuthorization).toEqual({
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
      member: { memberId: self.memberId },
      organization: { slug: 'fernhill-bakery' },
    });
    expect(g.calls).toHaveLength(1);
    expect(g.calls[0]?.body).toEqual({
      client_id: ledgerly.clientId,
      redirect_uri: ledgerly.redirectUri,
      response_type: 'code',
      scopes: ledgerly.scopes,
      organization_id: self.organizationId,
      member_id: self.memberId,
    });
  });

  it('changes nothing, so it may be sent again', async () => {
    const before = structuredClone([g.sandbox.store.consents, g.sandbox.store.authorizationCodes]);
    await ask({ ...ledgerly, ...self });
    await ask({ ...ledgerly, sessionToken: g.world.credentials.member.session_token }, null);
    expect([g.sandbox.store.consents, g.sandbox.store.authorizationCodes]).toEqual(before);
    expect(traits.api_b2b_idp_v1_b2b_idp_oauth_AuthorizeStart.reads).toBe(true);
    expect(traits.api_b2b_idp_v1_b2b_idp_oauth_Authorize.reads).toBe(false);
  });

  it('refuses an address that the app does not have', async () => {
    const { data, errors } = await ask({ ...ledgerly, ...self, redirectUri: 'https://elsewhere.example/callback' });
    expect(data).toEqual({ connectedAppAuthorization: null });
    expect(errors[0]?.extensions).toMatchObject({
      stytch: { errorType: 'connected_app_supplied_redirect_url_not_found_in_client' },
    });
  });
});

describe('authorizeConnectedApp', () => {
  it('grants what the member can give, and sends the browser back with a code', async () => {
    const sessionToken = g.world.credentials.member.session_token;
    const answer = await authorize({ ...ledgerly, sessionToken, state: 'a b', nonce: 'n' }, null);
    expect(g.calls[0]?.body).toMatchObject({ consent_granted: true, state: 'a b', nonce: 'n' });
    const back = new URL(String(answer['redirectUri']));
    expect(back.origin + back.pathname).toBe(ledgerly.redirectUri);
    expect(back.searchParams.get('code')).toBe(answer['authorizationCode']);
    expect(back.searchParams.get('state')).toBe('a b');
    // Whoever agreed once is not asked for the same again.
    expect((await ask({ ...ledgerly, ...self })).data?.connectedAppAuthorization).toMatchObject({
      consentRequired: false,
    });
    const again = await ask({ ...ledgerly, ...self, prompt: 'consent' });
    expect(again.data?.connectedAppAuthorization).toMatchObject({ consentRequired: true });
    expect(JSON.stringify(g.logged)).not.toContain(answer['authorizationCode']);
  });

  it('tells the app of a no', async () => {
    const answer = await authorize({ ...ledgerly, ...self, consentGranted: false });
    expect(answer).toMatchObject({
      redirectUri: expect.stringContaining('error=access_denied'),
      authorizationCode: null,
    });
  });
});

describe('nobody authorizes in the name of another', () => {
  const other = () => ({ ...self, memberId: g.world.credentials.admin.member_id });

  it('by naming them', async () => {
    for (const [input, as] of [
      [other(), 'member'],
      [self, 'admin'],
      [{ ...self, organizationId: 'organization-test-281e5d07-3ce6-4a05-ace3-ae77f9928a5a' }, 'member'],
    ] as const) {
      expect((await ask({ ...ledgerly, ...input }, as)).errors[0]?.extensions.code).toBe('FORBIDDEN');
      expect(await authorize({ ...ledgerly, ...input }, as)).toMatchObject({ code: 'FORBIDDEN' });
    }
    const { errors } = await attempt(g, 'authorizeConnectedApp', { ...ledgerly, ...self, consentGranted: true });
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect((await ask({ ...ledgerly, ...self }, null)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(g.calls).toEqual([]);
  });

  it.each([
    ['a session beside them', { sessionToken: 'anything' }],
    ['a JWT beside them', { sessionJwt: 'anything' }],
  ])('by %s', async (_, proof) => {
    for (const as of [null, 'member', 'server'] as const) {
      const refused = await ask({ ...ledgerly, ...other(), ...proof }, as);
      expect(refused.errors[0]?.extensions.code).toBe('INVALID_INPUT');
      expect(await authorize({ ...ledgerly, ...other(), ...proof }, as)).toMatchObject({ code: 'INVALID_INPUT' });
    }
    // A member's change waits for Stytch to know the session; nothing else was asked.
    expect(g.calls.filter(({ id }) => id !== 'api_b2b_session_v1_Authenticate')).toEqual([]);
  });

  it('by half a name or none, or two sessions', async () => {
    for (const who of [{}, { memberId: self.memberId }, { sessionToken: 'a', sessionJwt: 'b' }]) {
      expect(await authorize({ ...ledgerly, ...who }, 'server')).toMatchObject({ code: 'INVALID_INPUT' });
    }
    expect(g.calls).toEqual([]);
  });
});
