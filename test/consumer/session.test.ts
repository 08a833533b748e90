import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeOpaqueId } from '../../src/graphql/node-id.ts';
import { type ConsumerGateway, gatewayOverSandbox, sent } from './gateway.ts';

let g: ConsumerGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox();
});
afterEach(() => g.close());

interface Session {
  id: string;
  sessionId: string;
}

const sessions = '{ viewer { session { id } user { sessions { id sessionId user { userId } roles { roleId } } } } }';

describe('sessions of a user', () => {
  it('are all active ones in one call, including the viewer’s, and are nodes', async () => {
    const { viewer } = await g.data<{ viewer: { session: Session; user: { sessions: Session[] } } }>(sessions, {
      as: 'ada',
    });
    expect(viewer.user.sessions).toHaveLength(3);
    expect(viewer.user.sessions.map(({ id }) => id)).toContain(viewer.session.id);
    expect(sent(g).filter((id) => id === 'api_session_v1_Get')).toHaveLength(1);
    const { node } = await g.data<{ node: Session }>('query ($id: ID!) { node(id: $id) { id } }', {
      variables: { id: viewer.session.id },
      as: 'ada',
    });
    expect(node).toEqual({ id: viewer.session.id });
  });

  it('are not exposed to another user, by edge and by node', async () => {
    const { user_id } = g.world.credentials.ada;
    const asked: [string, Record<string, string>][] = [
      ['query ($id: ID!) { user(by: { id: $id }) { sessions { sessionId } } }', { id: user_id }],
      ['query ($id: ID!) { node(id: $id) { id } }', { id: encodeOpaqueId('UserSession', `${user_id}/session-test-1`) }],
    ];
    for (const [document, variables] of asked) {
      const { errors } = await g.query(document, { variables, as: 'user' });
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    }
    expect(sent(g)).toEqual([]);
  });

  it('are empty for a visitor, who may read the public keys', async () => {
    const data = await g.data<{ jwks: object[] }>('{ viewer { session { id } } jwks { kid } }', { as: null });
    expect(data).toEqual({ viewer: { session: null }, jwks: [{ kid: expect.stringMatching(/^jwk-test-/) }] });
  });
});
