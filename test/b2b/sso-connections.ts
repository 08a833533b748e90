/** The seeded connections for single sign-on, and mutations about them. */
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import { mintSessionJwt } from '../../src/sandbox/b2b/tokens.ts';
import type { ActAs, SandboxGateway } from '../gateway.ts';
import { type ConnectionKey, seededConnection } from '../operations/sso.ts';

export type SsoConnections = ReturnType<typeof ssoConnectionsOf>;

/** The seeded connections, and mutations about them. */
export const ssoConnectionsOf = (g: SandboxGateway) => {
  /** The organization without a connection: the world's admin and member belong to it. */
  const bakery = g.world.credentials.admin.organization_id;
  /** The connections of the bank. */
  const saml = seededConnection(g, 'saml');
  const oidc = seededConnection(g, 'oidc');
  const bank = saml.organizationId;
  const asked = () => g.calls.map(({ id }) => id.replace('api_sso_v1_', ''));

  /** Signs a seeded member in. */
  const signedInAs = async (email: string): Promise<ActAs> => {
    const { store } = g.sandbox;
    const member = [...store.members.values()].find(({ email_address }) => email_address === email);
    if (!member) throw new Error(`no member has the address ${email}`);
    return { token: await mintSessionJwt(store, startSession(store, member, { factors: [] })) };
  };

  /** Sends a mutation that takes one input, and returns its result. */
  const send = async (name: string, input: object, select = '', who: ActAs = 'server') => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
    const payload = select && `... on ${type}Payload { ${select} }`;
    const data = await g.data<Record<string, Record<string, unknown>>>(
      `mutation ($input: ${type}Input!) { ${name}(input: $input) { __typename ${payload} ... on MutationError { code errorType } } }`,
      { variables: { input }, as: who },
    );
    return data[name] ?? {};
  };
  const created = (answer: Record<string, unknown>, kind: string): ConnectionKey => ({
    organizationId: bakery,
    connectionId: (answer[kind] as { connectionId: string }).connectionId,
  });

  return { bakery, saml, oidc, bank, asked, signedInAs, send, created };
};

/** A query for fields of an organization. */
export const lookup = (fields: string) => `query ($id: ID!) { organization(by: { id: $id }) { ${fields} } }`;
