import { createGateway, type Gateway } from 'stytch-graphql';
import { type Sandbox, startSandbox } from 'stytch-graphql/sandbox';
import { afterEach, beforeEach, expect, test } from 'vitest';

let sandbox: Sandbox;
let gateway: Gateway;

// A world for each test: nothing that one of them changes is seen by another.
beforeEach(async () => {
  sandbox = await startSandbox();
  gateway = createGateway(sandbox.settings);
});
afterEach(async () => {
  await gateway.close();
  await sandbox.close();
});

async function send(query: string, variables: object): Promise<unknown> {
  const response = await gateway.fetch(
    new Request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    }),
  );
  return response.json();
}

const MAIL = `mutation Mail($input: SendMemberMagicLinkInput!) {
  sendMemberMagicLink(input: $input) { __typename }
}`;
const FOLLOW = `mutation Follow($token: String!) {
  authenticateMemberMagicLink(input: { token: $token }) {
    ... on AuthenticateMemberMagicLinkPayload { outcome { __typename } member { name } }
    ... on MutationError { code }
  }
}`;

const PERSON = 'esperanza@fernhill.example';

/** Has a link mailed, and reads the token in it. */
async function mailedToken(): Promise<string> {
  await send(MAIL, { input: { organizationId: 'fernhill-bakery', emailAddress: PERSON } });
  const { link = '' } = sandbox.outbox.latest(PERSON);
  return new URL(link).searchParams.get('token') ?? '';
}

test('a link signs in, once', async () => {
  const token = await mailedToken();
  expect(await send(FOLLOW, { token })).toEqual({
    data: { authenticateMemberMagicLink: { outcome: { __typename: 'SignedIn' }, member: { name: 'Esperanza Vidal' } } },
  });
  expect(await send(FOLLOW, { token })).toMatchObject({
    data: { authenticateMemberMagicLink: { code: 'INVALID_CREDENTIALS' } },
  });
});

test('a link ends after an hour', async () => {
  const token = await mailedToken();
  sandbox.clock.advance({ hours: 2 });
  expect(await send(FOLLOW, { token })).toMatchObject({
    data: { authenticateMemberMagicLink: { code: 'INVALID_CREDENTIALS' } },
  });
});
