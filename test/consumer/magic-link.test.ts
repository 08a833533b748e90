import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConsumerGateway, gatewayOverSandbox, sent } from './gateway.ts';
import { attempt } from './mutation.ts';
import { secretTo } from './operations/magic-link.ts';

let g: ConsumerGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox();
});
afterEach(() => g.close());

describe('a first mail', () => {
  it('creates a user, whom the link signs in for an hour', async () => {
    const emailAddress = 'first@new.example';
    const asked = await attempt(
      g,
      'loginOrCreateUserByMagicLink',
      { emailAddress },
      { as: null, select: 'emailId userCreated' },
    );
    expect(asked.data?.['loginOrCreateUserByMagicLink']).toMatchObject({
      emailId: expect.stringMatching(/^email-test-/),
      userCreated: null,
    });
    expect(asked.errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    const { data } = await attempt(
      g,
      'authenticateUserMagicLink',
      { token: secretTo(g, emailAddress) },
      {
        as: null,
        select:
          'resetSessions user { status emailAddresses { verified } } outcome { __typename ... on UserSignedIn { sessionToken sessionJwt session { expiresAt attributes { ipAddress } } } }',
      },
    );
    const signedIn = data?.['authenticateUserMagicLink'];
    expect(signedIn).toMatchObject({
      resetSessions: false,
      user: { status: 'ACTIVE', emailAddresses: [{ verified: true }] },
      outcome: { __typename: 'UserSignedIn', session: { attributes: { ipAddress: '127.0.0.1' } } },
    });
    expect(sent(g)).toEqual(['api_magic_v1_magic_links_email_LoginOrCreate', 'api_magic_v1_Authenticate']);
  });
});
