/** WebAuthn in a real browser, through the gateway. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ActAs, type ConsumerGateway, gatewayOverSandbox, seededUser } from './gateway.ts';
import { resultOf as read } from './mutation.ts';
import { openApp, type PasskeyPage } from './passkey-page.ts';

let g: ConsumerGateway;
let app: Awaited<ReturnType<typeof openApp>>;
beforeAll(async () => {
  [g, app] = await Promise.all([gatewayOverSandbox(), openApp()]);
}, 60_000);
afterAll(async () => {
  await app?.close();
  await g?.close();
});

const domain = 'localhost';
const passkey = { domain, useBase64UrlEncoding: true, returnPasskeyCredentialOptions: true };
const OUTCOME =
  'webauthnRegistrationId user { userId } outcome { __typename ... on UserSignedIn { sessionToken session { authenticationFactors { type } } } }';

const resultOf = (name: string, input: object, as: ActAs, select: string) => read(g, name, input, as, select);

/** Options to create a key for the calling user. */
const creation = async (as: ActAs): Promise<string> => {
  const select = 'publicKeyCredentialCreationOptions';
  return String((await resultOf('startUserWebauthnRegistration', passkey, as, select))[select]);
};
/** Options to sign a challenge without a named user. */
const request = async (): Promise<string> => {
  const select = 'publicKeyCredentialRequestOptions';
  return String((await resultOf('startUserWebauthnAuthentication', passkey, null, select))[select]);
};
const complete = (publicKeyCredential: string, as: ActAs) =>
  resultOf('completeUserWebauthnRegistration', { publicKeyCredential }, as, OUTCOME);
const signIn = (publicKeyCredential: string) =>
  resultOf('authenticateUserWebauthn', { publicKeyCredential }, null, OUTCOME);

/** The same options for another domain, as a phishing page would write them. */
const forDomain = (options: string, other: string): string => {
  const { rp, ...rest } = JSON.parse(options);
  return JSON.stringify(rp ? { ...rest, rp: { ...rp, id: other } } : { ...rest, rpId: other });
};

describe('a passkey in Chromium', () => {
  it('is registered, and signs its user in without a user name, once', { timeout: 60_000 }, async () => {
    const page = await app.page();
    const { user_id: userId } = seededUser(g, 'Ben');
    const registered = await complete(await page.create(await creation('user')), 'user');
    expect(registered).toMatchObject({
      user: { userId },
      outcome: { session: { authenticationFactors: [{ type: 'MAGIC_LINK' }, { type: 'WEBAUTHN' }] } },
    });
    // The browser refuses to register an authenticator twice.
    await expect(page.create(await creation(tokenIn(registered)))).rejects.toThrow('InvalidStateError');

    const ended = await resultOf('revokeUserSession', sessionIn(registered), null, 'revokedSessionIds');
    expect(ended).toMatchObject({ __typename: 'RevokeUserSessionPayload' });

    const credential = await page.get(await request());
    const signedIn = await signIn(credential);
    expect(signedIn).toMatchObject({
      webauthnRegistrationId: registered['webauthnRegistrationId'],
      user: { userId },
      outcome: { __typename: 'UserSignedIn', session: { authenticationFactors: [{ type: 'WEBAUTHN' }] } },
    });
    const { viewer } = await g.data<{ viewer: object }>('{ viewer { user { userId } } }', { as: tokenIn(signedIn) });
    expect(viewer).toEqual({ user: { userId } });
    expect(await signIn(credential)).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(await signIn(await page.get(await request()))).toMatchObject({ user: { userId } });
  });

  it('is rejected from a page of another origin, in every variant', { timeout: 60_000 }, async () => {
    const page = await app.page();
    const elsewhere = 'evil.localhost';
    const evil = await app.page(elsewhere);
    await expect(evil.create(await creation('ada'))).rejects.toThrow('SecurityError');
    const made = await evil.create(forDomain(await creation('ada'), elsewhere));
    expect(originOf(made)).toBe(evil.origin);
    expect(await complete(made, 'ada')).toMatchObject({ errorType: 'unable_to_register_webauthn_registration' });

    const own = await page.create(await creation('ada'));
    expect(await complete(own, 'ada')).toMatchObject({ outcome: { __typename: 'UserSignedIn' } });
    await expect(evil.get(await request())).rejects.toThrow('SecurityError');
    // Even with the key itself.
    const [key] = await page.keys();
    if (!key) throw new Error('the authenticator holds no key');
    const thief = await app.page(elsewhere);
    await thief.addKey({ ...key, rpId: elsewhere });
    const signed = await thief.get(forDomain(await request(), elsewhere));
    expect(JSON.parse(signed).id).toBe(JSON.parse(own).id);
    expect(await signIn(signed)).toMatchObject({ errorType: 'unable_to_auth_webauthn_registration' });
    expect(await signIn(await page.get(await request()))).toMatchObject({ outcome: { __typename: 'UserSignedIn' } });
  });

  it('is rejected with a counter that goes back', { timeout: 60_000 }, async () => {
    const page = await app.page();
    const as: ActAs = 'adaByToken';
    await complete(await page.create(await creation(as)), as);
    await signIn(await page.get(await request()));
    const copy = await clone(page);
    expect(await signIn(await page.get(await request()))).toMatchObject({ outcome: { __typename: 'UserSignedIn' } });
    expect(await signIn(await copy.get(await request()))).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });
});

/** Another browser with a copy of the first one's keys. */
const clone = async (page: PasskeyPage): Promise<PasskeyPage> => {
  const copy = await app.page();
  for (const key of await page.keys()) await copy.addKey(key);
  return copy;
};

const originOf = (credential: string): unknown =>
  JSON.parse(Buffer.from(JSON.parse(credential).response.clientDataJSON, 'base64url').toString()).origin;

const sessionIn = ({ outcome }: Record<string, unknown>): { sessionToken: string } => {
  const token = typeof outcome === 'object' && outcome !== null ? Reflect.get(outcome, 'sessionToken') : undefined;
  if (typeof token !== 'string') throw new Error('there is no session');
  return { sessionToken: token };
};
const tokenIn = (result: Record<string, unknown>): ActAs => ({ token: sessionIn(result).sessionToken });
