import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ActAs, type ConsumerGateway, gatewayOverSandbox, seededUser, sent } from './gateway.ts';
import { type MutationResult, outcome, sendMutation } from './mutation.ts';
import { authorizationRequest } from './operations/idp.ts';
import { impersonationTokenOf } from './operations/impersonation.ts';

let g: ConsumerGateway;
/** The authorization request of the app Ledgerly. */
let ledgerly: ReturnType<typeof authorizationRequest>;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  ledgerly = authorizationRequest(g, 'Ledgerly', ['openid', 'read:documents', 'write:documents']);
});
afterEach(() => g.close());

const PREPARE = 'prepareConnectedAppAuthorization';
const AUTHORIZE = 'authorizeConnectedApp';
const answerOf = async (name: string, input: object, select: string, as: ActAs): Promise<MutationResult> => {
  const { data } = await sendMutation(g, name, input, { as, select });
  return data?.[name] ?? {};
};
const ask = (input: object, as: ActAs = 'user') =>
  answerOf(
    PREPARE,
    input,
    'consentRequired client { clientId name clientType } scopeResults { scope isGrantable } user { userId }',
    as,
  );
const authorize = (input: object, as: ActAs = 'user') =>
  answerOf(AUTHORIZE, { consentGranted: true, ...input }, 'redirectUri authorizationCode', as);
const bodyOf = (id: string) => g.calls.findLast((call) => call.id === id)?.body as Record<string, unknown> | undefined;
const START = 'api_idp_v1_idp_oauth_AuthorizeStart';
const SUBMIT = 'api_idp_v1_idp_oauth_Authorize';
const session = () => ({ sessionToken: g.world.credentials.user.session_token });

describe('prepareConnectedAppAuthorization', () => {
  it('returns the requested scopes, and those that the user can grant', async () => {
    expect(await ask(ledgerly)).toEqual({
      __typename: 'PrepareConnectedAppAuthorizationPayload',
      consentRequired: true,
      client: { clientId: ledgerly.clientId, name: 'Ledgerly', clientType: 'THIRD_PARTY' },
      scopeResults: [
        { scope: 'openid', isGrantable: true },
        { scope: 'read:documents', isGrantable: true },
        { scope: 'write:documents', isGrantable: false },
      ],
      user: { userId: seededUser(g, 'Ben').user_id },
    });
    expect(bodyOf(START)).toEqual({
      client_id: ledgerly.clientId,
      redirect_uri: ledgerly.redirectUri,
      response_type: 'code',
      scopes: ledgerly.scopes,
      session_jwt: g.world.credentials.user.session_jwt,
    });
  });

  it.each<[string, ActAs, () => object]>([
    ['a visitor by a session', null, () => ({ session: session() })],
    ['a server by an id', 'server', () => ({ userId: seededUser(g, 'Ben').user_id })],
    ['a server by a session', 'server', () => ({ session: session() })],
  ])('accepts %s', async (_, as, who) => {
    expect(await ask({ ...ledgerly, ...who() }, as)).toMatchObject({ user: { userId: seededUser(g, 'Ben').user_id } });
  });

  it('changes nothing', async () => {
    const before = structuredClone([g.sandbox.store.consents, g.sandbox.store.authorizationCodes]);
    await ask(ledgerly);
    expect([g.sandbox.store.consents, g.sandbox.store.authorizationCodes]).toEqual(before);
  });

  it.each<[string, object, string]>([
    [
      'redirectUri',
      { redirectUri: 'https://elsewhere.example/callback' },
      'connected_app_supplied_redirect_url_not_found_in_client',
    ],
    ['scopes', { scopes: ['no:such'] }, 'oauth_invalid_scope_requested'],
    ['clientId', { clientId: 'connected-app-test-none' }, 'connected_app_not_found'],
  ])('rejects an invalid %s', async (_, wrong, errorType) => {
    expect(await ask({ ...ledgerly, ...wrong })).toMatchObject({ errorType });
  });
});

describe('authorizeConnectedApp', () => {
  it('grants what the user can grant, and returns a redirect with a code', async () => {
    const answer = await authorize({ ...ledgerly, state: 'a b', nonce: 'n' });
    expect(bodyOf(SUBMIT)).toMatchObject({ consent_granted: true, state: 'a b', nonce: 'n' });
    const back = new URL(String(answer['redirectUri']));
    expect(back.origin + back.pathname).toBe(ledgerly.redirectUri);
    expect(Object.fromEntries(back.searchParams)).toEqual({ code: answer['authorizationCode'], state: 'a b' });
    // A user who has consented is not prompted for the same scopes again.
    expect(await ask(ledgerly)).toMatchObject({ consentRequired: false });
    expect(await ask({ ...ledgerly, prompt: 'consent' })).toMatchObject({ consentRequired: true });
    const { viewer } = await g.data<{ viewer: object }>('{ viewer { user { connectedApps { name } } } }', {
      as: 'user',
    });
    expect(viewer).toEqual({ user: { connectedApps: [{ name: 'Crumb command line' }, { name: 'Ledgerly' }] } });
    expect(JSON.stringify(g.logged)).not.toContain(answer['authorizationCode']);
  });

  it('reports a denial to the app', async () => {
    expect(await authorize({ ...ledgerly, consentGranted: false })).toMatchObject({
      redirectUri: expect.stringContaining('error=access_denied'),
      authorizationCode: null,
    });
  });

  it('requires a code challenge from a public app', async () => {
    const cli = authorizationRequest(g, 'Crumb command line', ['openid']);
    expect(await authorize(cli)).toMatchObject({ errorType: 'pkce_required_for_idp_authorization_flow' });
    expect(await authorize({ ...cli, codeChallenge: 'short' })).toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('authorization for another user', () => {
  it.each([PREPARE, AUTHORIZE])('is rejected in %s', async (name) => {
    const input = { ...ledgerly, ...(name === AUTHORIZE ? { consentGranted: true } : {}) };
    const userId = seededUser(g, 'Ada').user_id;
    expect(await outcome(g, name, { ...input, userId }, { as: 'user' })).toBe('FORBIDDEN');
    expect(await outcome(g, name, { ...input, userId }, { as: null })).toBe('UNAUTHENTICATED');
    expect(await outcome(g, name, input, { as: null })).toBe('UNAUTHENTICATED');
    expect(await outcome(g, name, { ...input, session: session() }, { as: 'ada' })).toBe('INVALID_INPUT');
    expect(sent(g).filter((id) => id === START || id === SUBMIT)).toEqual([]);
    // A server must name the user.
    expect(await outcome(g, name, input, { as: 'server' })).toBe('INVALID_INPUT');
  });

  it('is rejected for an impersonator', async () => {
    const impersonation = await answerOf(
      'authenticateUserImpersonation',
      { impersonationToken: await impersonationTokenOf(g) },
      'outcome { ... on UserSignedIn { sessionToken } }',
      null,
    );
    const { sessionToken: token } = impersonation['outcome'] as { sessionToken: string };
    expect(await authorize(ledgerly, { token })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await authorize({ ...ledgerly, session: { sessionToken: token } }, null)).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(sent(g)).not.toContain(SUBMIT);
  });
});

it('an app gets from consent over the token endpoint to a session', async () => {
  const desktop = authorizationRequest(g, 'Crumb for desktop', ['openid', 'full_access']);
  const verifier = 'a-verifier-that-the-desktop-app-keeps-for-itself';
  const codeChallenge = createHash('sha256').update(verifier).digest('base64url');
  const { authorizationCode } = await authorize({ ...desktop, codeChallenge });
  const secret = g.sandbox.store.connectedApps.get(desktop.clientId)?.client_secret ?? '';
  const response = await fetch(`${g.sandbox.origin}/v1/public/${g.sandbox.projectId}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: desktop.clientId,
      client_secret: secret,
      code: String(authorizationCode),
      redirect_uri: desktop.redirectUri,
      code_verifier: verifier,
    }),
  });
  const { access_token: accessToken } = (await response.json()) as { access_token: string };
  const select = 'user { userId } outcome { __typename }';
  const exchange = () => answerOf('exchangeUserAccessToken', { accessToken }, select, null);
  expect(await exchange()).toMatchObject({
    user: { userId: seededUser(g, 'Ben').user_id },
    outcome: { __typename: 'UserSignedIn' },
  });
  expect(await exchange()).toMatchObject({ errorType: 'idp_access_token_could_not_be_exchanged' });
});
