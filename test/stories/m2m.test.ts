/** A machine gets an M2M client, calls with its token, and keeps access while its secret is rotated. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ActAs, gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());

const REFUSED = '... on MutationError { code errorType }';
const REGISTER = `mutation {
  createM2mClient(input: { name: "Night shift", scopes: ["read:documents"] }) {
    ... on CreateM2mClientPayload { m2mClient { clientId scopes clientSecretLastFour } clientSecret } ${REFUSED} } }`;
const START = `mutation ($clientId: ID!) {
  startM2mClientSecretRotation(input: { clientId: $clientId }) {
    ... on StartM2mClientSecretRotationPayload { nextClientSecret } ${REFUSED} } }`;
const COMPLETE = `mutation ($clientId: ID!) {
  completeM2mClientSecretRotation(input: { clientId: $clientId }) {
    ... on CompleteM2mClientSecretRotationPayload { m2mClient { clientSecretLastFour nextClientSecretLastFour } } ${REFUSED} } }`;
const LOOK = `query ($clientId: ID!) { m2mClient(clientId: $clientId) { name status } }`;
const WHAT_MAY_I = `{ viewer {
  kind documents: can(resourceId: "document", action: "read") invoices: can(resourceId: "invoice", action: "read")
} }`;

/** Exchanges the client id and secret for an access token, as the machine does. Returns the token or the error. */
const trade = async (clientId: string, secret: string, scope?: string): Promise<{ token: string; error: unknown }> => {
  const response = await fetch(`${g.sandbox.origin}/v1/public/${g.sandbox.projectId}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope ? { scope } : {}) }),
  });
  const { access_token, error = null } = (await response.json()) as Record<string, unknown>;
  return { token: String(access_token), error };
};

it('M2M: creates a client, gets a token, calls the gateway with it, rotates the secret', async () => {
  const data = <Data>(document: string, as: ActAs, variables: object = {}) =>
    g.data<Data>(document, { as, variables: { ...variables } });

  // No member may register machines, not even an admin.
  expect(await data(REGISTER, 'admin')).toEqual({ createM2mClient: { code: 'FORBIDDEN', errorType: null } });
  const { createM2mClient: created } = await data<{
    createM2mClient: { m2mClient: { clientId: string }; clientSecret: string };
  }>(REGISTER, 'server');
  const { clientSecret: first } = created;
  const { clientId } = created.m2mClient;
  expect(created.m2mClient).toEqual({
    clientId,
    scopes: ['read:documents'],
    clientSecretLastFour: first.slice(-4),
  });

  // The machine has the permissions of its scope in the policy, and no others.
  const { token } = await trade(clientId, first);
  const machine = { token };
  const allowed = { viewer: { kind: 'SERVER', documents: true, invoices: false } };
  expect(await data(WHAT_MAY_I, machine)).toEqual(allowed);
  g.calls.length = 0;
  const itself = await g.query(LOOK, { as: machine, variables: { clientId } });
  expect(itself.errors[0]?.extensions.code).toBe('FORBIDDEN');
  expect(g.calls).toEqual([]);
  expect((await trade(clientId, first, 'read:invoices')).error).toBe('invalid_scope');

  // During a rotation both secrets are valid.
  const { startM2mClientSecretRotation: started } = await data<{
    startM2mClientSecretRotation: { nextClientSecret: string };
  }>(START, 'server', { clientId });
  const { nextClientSecret: second } = started;
  for (const secret of [first, second]) {
    expect(await data(WHAT_MAY_I, { token: (await trade(clientId, secret)).token })).toEqual(allowed);
  }
  expect(await data(START, 'server', { clientId })).toMatchObject({
    startM2mClientSecretRotation: { errorType: 'm2m_client_already_rotating_secret' },
  });

  expect(await data(COMPLETE, 'server', { clientId })).toEqual({
    completeM2mClientSecretRotation: {
      m2mClient: { clientSecretLastFour: second.slice(-4), nextClientSecretLastFour: null },
    },
  });
  expect((await trade(clientId, first)).error).toBe('invalid_client');
  expect(await data(WHAT_MAY_I, { token: (await trade(clientId, second)).token })).toEqual(allowed);
  // A token that was issued for the old secret is valid until it expires, because Stytch is not called for it.
  expect(await data(WHAT_MAY_I, machine)).toEqual(allowed);
});
