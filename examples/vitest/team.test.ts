import { createGateway } from 'stytch-graphql';
import { type Sandbox, startSandbox } from 'stytch-graphql/sandbox';
import { afterEach, beforeEach, expect, test } from 'vitest';

let sandbox: Sandbox;
let gateway: ReturnType<typeof createGateway>;

// A world for each test: nothing that one of them changes is seen by another.
beforeEach(async () => {
  sandbox = await startSandbox();
  gateway = createGateway(sandbox.settings);
});
afterEach(async () => {
  await gateway.close();
  await sandbox.close();
});

async function send(query: string, variables: object, token?: string): Promise<unknown> {
  const response = await gateway.fetch(
    new Request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
    }),
  );
  return response.json();
}

const { person, organization } = { person: 'ada', organization: 'fernhill-bakery' };

test('a link signs in', async () => {
  const { credentials } = await sandbox.world();
  const input = { organizationId: credentials.admin.organization_id, emailAddress: credentials.admin.email_address };
  await send(
    `mutation ($input: SendMagicLinkInput!) { sendMagicLink(input: $input) { __typename } }`,
    { input },
  );
  expect(sandbox.outbox.latest(input.emailAddress).link).toContain('token=');
  expect([person, organization]).toBeDefined();
});
