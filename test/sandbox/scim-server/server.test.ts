/** Discovery, errors and bearer token of the SCIM server. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { okta, patch } from '../scim-requests.ts';
import { ENTERPRISE_USER, ERROR, rosa, type ScimServer, startScimServer } from './connection.ts';

let scim: ScimServer;
beforeEach(async () => {
  scim = await startScimServer();
});
afterEach(() => scim.close());

describe('Discovery', () => {
  it('returns the features of the server and the schemas of its resources', async () => {
    expect((await scim.ask('GET', '/ServiceProviderConfig')).body).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      patch: { supported: true },
      bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
      filter: { supported: true },
      etag: { supported: false },
      meta: { location: `${scim.server.base}/ServiceProviderConfig` },
    });
    const schemas = await scim.listed('/Schemas');
    expect(schemas.map(({ id }) => id)).toEqual([
      'urn:ietf:params:scim:schemas:core:2.0:User',
      ENTERPRISE_USER,
      'urn:ietf:params:scim:schemas:core:2.0:Group',
    ]);
    expect((await scim.ask('GET', `/Schemas/${ENTERPRISE_USER}`)).body).toEqual(schemas[1]);
    expect((await scim.ask('GET', '/ResourceTypes/User')).body).toMatchObject({
      endpoint: '/Users',
      schemaExtensions: [{ schema: ENTERPRISE_USER, required: false }],
      meta: { location: `${scim.server.base}/ResourceTypes/User` },
    });
    expect((await scim.listed('/ResourceTypes')).map(({ name }) => name)).toEqual(['User', 'Group']);
  });
});

describe('Errors', () => {
  it.each([
    ['a body that is not JSON', 'POST', '/Users', '{', 'invalidSyntax'],
    ['a body that is not an object', 'POST', '/Users', '[]', 'invalidSyntax'],
    ['a user without a user name', 'POST', '/Users', { emails: [{ value: 'a@b.example' }] }, 'invalidValue'],
    ['a user without an address', 'POST', '/Users', { userName: 'rosa' }, 'invalidValue'],
    ['a wrong type', 'POST', '/Users', { userName: 'a@b.example', active: 'maybe' }, 'invalidValue'],
    ['a group without a name', 'POST', '/Groups', { members: [] }, 'invalidValue'],
    ['another schema', 'POST', '/Users', { ...okta.group('x'), userName: 'a@b.example' }, 'invalidSyntax'],
    ['a count that is not a number', 'GET', '/Users?count=many', undefined, 'invalidValue'],
    ['a parameter that comes twice', 'GET', '/Users?count=1&count=2', undefined, 'invalidValue'],
    ['an operator that is none', 'POST', '/Users/.search', { filter: 'userName constructor "x"' }, 'invalidFilter'],
    ['an operator that is none', 'POST', '/Users/.search', { filter: 'userName __proto__ "x"' }, 'invalidFilter'],
    ['a string that is too long', 'POST', '/Users/.search', { sortBy: 'a.'.repeat(400_000) }, 'invalidValue'],
    ['too many names', 'POST', '/Users/.search', { attributes: 'a,'.repeat(400_000) }, 'invalidValue'],
    ['too many names', 'POST', '/Users/.search', { excludedAttributes: ['a.'.repeat(4_000)] }, 'invalidValue'],
  ])('report %s in the form of SCIM', async (_, method, path, body, scimType) => {
    expect(await scim.ask(method, path, body)).toMatchObject({
      status: 400,
      type: 'application/scim+json; charset=utf-8',
      body: { schemas: [ERROR], status: '400', scimType, detail: expect.any(String) },
    });
  });

  it.each([
    [{ op: 'move', path: 'title' }, 'invalidSyntax'],
    [{ op: 'replace', path: 'shoeSize', value: 44 }, 'invalidPath'],
    [{ op: 'remove' }, 'noTarget'],
    [{ op: 'add', value: 'x' }, 'invalidValue'],
    [{ op: 'replace', path: 'title' }, 'invalidValue'],
    [{ op: 'replace', path: ['title'], value: 'x' }, 'invalidPath'],
    [{ op: 'replace', path: 'id', value: 'x' }, 'mutability'],
    [{ op: 'remove', path: 'userName' }, 'invalidValue'],
    [{ op: 'add', path: 'emails[__proto__ eq "x"].value', value: 'x' }, 'invalidPath'],
    [{ op: 'replace', path: 'emails[constructor eq "x"].value', value: 'x' }, 'invalidPath'],
    [{ op: 'replace', path: 'emails[type eq "\\"].value', value: 'x' }, 'invalidPath'],
    [null, 'invalidSyntax'],
  ])('reject the operation %j', async (operation, scimType) => {
    const { member_id } = scim.called('viktor.petrov');
    const before = scim.memberOf(member_id);
    const body = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'title', value: 'Changed' }, operation],
    };
    expect(await scim.ask('PATCH', `/Users/${member_id}`, body)).toMatchObject({
      status: 400,
      body: { schemas: [ERROR], scimType },
    });
    expect(scim.memberOf(member_id)).toEqual(before);
  });

  it('are 413 to a PATCH that goes through too many items', async () => {
    const { member_id } = scim.called('viktor.petrov');
    const before = scim.memberOf(member_id);
    const emails = Array.from({ length: 600 }, (_, index) => ({ value: `viktor+${index}@northgate.example` }));
    const replaced = emails.map(() => ({ op: 'replace', path: 'emails.type', value: 'work' }));
    const body = patch({ op: 'replace', path: 'emails', value: emails }, ...replaced);
    expect(await scim.ask('PATCH', `/Users/${member_id}`, body)).toMatchObject({
      status: 413,
      body: { schemas: [ERROR], status: '413', scimType: 'tooMany' },
    });
    expect(scim.memberOf(member_id)).toEqual(before);
  });

  it('answer 501 for unsupported features', async () => {
    for (const [method, path] of [
      ['POST', '/Bulk'],
      ['GET', '/Me'],
      ['POST', '/Me'],
      ['PUT', '/Me'],
      ['PATCH', '/Me'],
      ['DELETE', '/Me'],
      ['POST', '/.search'],
      ['DELETE', '/Users'],
      ['PUT', '/ServiceProviderConfig'],
    ] as const) {
      expect(await scim.ask(method, path, method === 'GET' ? undefined : {}), path).toMatchObject({
        status: 501,
        type: 'application/scim+json; charset=utf-8',
        body: { schemas: [ERROR], status: '501', detail: 'The server does not support this operation.' },
      });
    }
  });

  it('ignore If-Match, since there are no ETags', async () => {
    const { member_id } = scim.called('viktor.petrov');
    const response = await fetch(`${scim.server.base}/Users/${member_id}`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${scim.server.token}`,
        'content-type': 'application/scim+json',
        'if-match': 'W/"1"',
      },
      body: JSON.stringify(patch({ op: 'replace', path: 'title', value: 'Head' })),
    });
    const resource: unknown = await response.json();
    expect([response.status, response.headers.get('etag')]).toEqual([200, null]);
    expect(resource).toMatchObject({ title: 'Head' });
    expect(resource).not.toHaveProperty('meta.version');
  });

  it('are 404 for unknown paths, not 401', async () => {
    for (const path of ['', '/', '/Devices', '/Devices/1']) {
      expect(await scim.ask('GET', path, undefined, 'wrong'), path).toMatchObject({
        status: 404,
        body: { schemas: [ERROR] },
      });
    }
    for (const path of ['/v1/public/nowhere', '/v1/b2b/scim/nowhere/connection/x/y', '/scim/v2/Users']) {
      const response = await fetch(`${scim.stytch.sandbox.origin}${path}`);
      expect(response.status, path).toBe(404);
    }
    // Operations of Stytch still require the project secret.
    const operation = await fetch(`${scim.stytch.sandbox.origin}/v1/b2b/scim/northgate-bank/connection`);
    expect(operation.status).toBe(401);
  });

  it('are 401 for a token of another connection, and for any once the connection is deleted', async () => {
    const { connection } = await scim.stytch.ok('api_b2b_scim_v1_b2b_scim_connection_Create', {
      organization_id: 'fernhill-bakery',
    });
    for (const bearer of ['wrong', connection?.bearer_token ?? '']) {
      const refused = await scim.ask('GET', '/Users', undefined, bearer);
      expect(refused).toMatchObject({ status: 401, body: { schemas: [ERROR], status: '401' } });
    }
    expect((await fetch(`${scim.server.base}/Users`)).status).toBe(401);
    await scim.stytch.ok('api_b2b_scim_v1_b2b_scim_connection_Delete', scim.key);
    expect((await scim.ask('GET', '/Users')).status).toBe(401);
  });

  it('keep the users of connections apart', async () => {
    const { connection } = await scim.stytch.ok('api_b2b_scim_v1_b2b_scim_connection_Create', {
      organization_id: 'fernhill-bakery',
    });
    const { member_id } = scim.called('viktor.petrov');
    const tellers = await scim.groupCalled('Tellers');
    scim.server.base = connection?.base_url ?? '';
    scim.server.token = connection?.bearer_token ?? '';
    expect(await scim.listed('/Users')).toEqual([]);
    expect(await scim.listed('/Groups')).toEqual([]);
    expect((await scim.ask('DELETE', `/Groups/${tellers}`)).status).toBe(404);
    for (const method of ['GET', 'DELETE']) expect((await scim.ask(method, `/Users/${member_id}`)).status).toBe(404);
    expect(scim.memberOf(member_id).status).toBe('active');
    expect(
      (await scim.ask('POST', '/Users', okta.user({ ...rosa, userName: 'rosa@fernhill.example' }))).location,
    ).toContain(scim.server.base);
  });
});

describe('The bearer token', () => {
  const start = 'api_b2b_scim_v1_b2b_scim_connection_RotateStart';
  const statusWith = async (bearer: string) => (await scim.ask('GET', '/Users?count=0', undefined, bearer)).status;

  it('has two valid values during a rotation, then the one that was kept or completed', async () => {
    const first = (await scim.stytch.ok(start, scim.key)).connection?.next_bearer_token ?? '';
    expect([await statusWith(scim.server.token), await statusWith(first)]).toEqual([200, 200]);
    await scim.stytch.ok('api_b2b_scim_v1_b2b_scim_connection_RotateCancel', scim.key);
    expect([await statusWith(scim.server.token), await statusWith(first)]).toEqual([200, 401]);
    const second = (await scim.stytch.ok(start, scim.key)).connection?.next_bearer_token ?? '';
    await scim.stytch.ok('api_b2b_scim_v1_b2b_scim_connection_RotateComplete', scim.key);
    expect([await statusWith(scim.server.token), await statusWith(first), await statusWith(second)]).toEqual([
      401, 401, 200,
    ]);
  });

  it('expires', async () => {
    scim.stytch.pass({ days: 30 * 365 });
    expect(await statusWith(scim.server.token)).toBe(401);
  });
});
