/** The SCIM 2.0 server of a connection, by requests as identity providers send them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Harness, memberCalled, startHarness, tokenOf } from './harness.ts';
import { entra, okta, patch } from './scim-requests.ts';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const bank = { organization_id: 'northgate-bank' };
const getConnection = 'api_b2b_scim_v1_b2b_scim_connection_Get';
const updateConnection = 'api_b2b_scim_v1_b2b_scim_connection_Update';

const rosa = {
  userName: 'rosa.quintana@northgate.example',
  givenName: 'Rosa',
  familyName: 'Quintana',
  externalId: '00uRosa',
};

let stytch: Harness;
let base: string;
let token: string;
let key: { organization_id: string; connection_id: string };

beforeEach(async () => {
  stytch = await startHarness();
  const { connection } = await stytch.ok(getConnection, bank);
  if (!connection) throw new Error('the bank has no connection');
  base = connection.base_url;
  key = { ...bank, connection_id: connection.connection_id };
  token = stytch.store.scimConnections.get(connection.connection_id)?.bearer_token ?? '';
});
afterEach(() => stytch.close());

/** A request of the identity provider. */
const ask = async (method: string, path: string, body?: unknown, bearer = token) => {
  const response = await fetch(`${base}${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/scim+json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    location: response.headers.get('location'),
    // What a server says; the tests hold it against what they expect.
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
};

/** Creates a resource and returns its id. */
const made = async (path: string, body: unknown): Promise<string> => {
  const { status, body: resource } = await ask('POST', path, body);
  expect(status, JSON.stringify(resource)).toBe(201);
  return String(resource['id']);
};

/** What is there, in the order of the list. */
const listed = async (path: string): Promise<Record<string, unknown>[]> => {
  const { status, body } = await ask('GET', path);
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body).toMatchObject({ schemas: [LIST] });
  return body['Resources'] as Record<string, unknown>[];
};

const memberOf = (id: string) => {
  const member = stytch.store.members.get(id);
  if (!member) throw new Error('there is no such member');
  return member;
};
const called = (person: string) => memberCalled(stytch.store, 'northgate-bank', `${person}@northgate.example`);
const rolesOf = (id: string) => memberOf(id).roles.map(({ role_id }) => role_id);
const groupCalled = async (name: string) => {
  const { scim_groups } = await stytch.ok('api_b2b_scim_v1_b2b_scim_connection_GetGroups', key);
  return scim_groups.find(({ group_name }) => group_name === name)?.group_id ?? '';
};
/** Gives a role to the members of a group. */
const assign = (group_id: string, role_id: string) =>
  stytch.ok(updateConnection, {
    ...key,
    scim_group_implicit_role_assignments: [{ group_id, role_id, group_name: '' }],
  });

describe('Users as Okta provisions them', () => {
  it('makes a member of a user who was looked up in vain', async () => {
    expect(await listed(`/Users?${okta.lookUp(rosa.userName)}`)).toEqual([]);
    const created = await ask('POST', '/Users', okta.user(rosa));
    const { id } = created.body;
    expect(created).toMatchObject({
      status: 201,
      type: 'application/scim+json; charset=utf-8',
      location: `${base}/Users/${id}`,
      body: {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: rosa.userName,
        externalId: '00uRosa',
        active: true,
        name: { givenName: 'Rosa', familyName: 'Quintana' },
        emails: [{ value: rosa.userName, type: 'work', primary: true }],
        meta: { resourceType: 'User', location: `${base}/Users/${id}` },
      },
    });
    expect(JSON.stringify(created.body)).not.toContain('1mz050nq');

    const { member } = await stytch.ok('api_organization_v1_organizations_members_Get', {
      ...bank,
      member_id: String(id),
    });
    expect(member).toMatchObject({
      status: 'active',
      name: 'Rosa Quintana',
      email_address: rosa.userName,
      scim_registration: {
        connection_id: key.connection_id,
        registration_id: expect.stringMatching(/^scim-registration-test-/),
        external_id: '00uRosa',
        scim_attributes: { id, user_name: rosa.userName, display_name: 'Rosa Quintana', locale: 'en-US', groups: [] },
      },
    });
    expect(await listed(`/Users?${okta.lookUp(rosa.userName.toUpperCase())}`)).toMatchObject([{ id }]);
  });

  it('links a member whom the organization has already, and no member twice', async () => {
    const { member: known } = await stytch.ok('api_organization_v1_organizations_members_Create', {
      ...bank,
      email_address: rosa.userName,
      name: 'R. Q.',
    });
    const id = await made('/Users', okta.user({ ...rosa, userName: 'Rosa.Quintana@Northgate.Example' }));
    expect(id).toBe(known.member_id);
    expect(memberOf(id)).toMatchObject({ name: 'Rosa Quintana', scim_registration: { external_id: '00uRosa' } });
    expect(await ask('POST', '/Users', okta.user(rosa))).toMatchObject({
      status: 409,
      body: { schemas: [ERROR], status: '409', scimType: 'uniqueness' },
    });
  });

  it('refuses a user name that another user has, whatever their addresses', async () => {
    const taken = 'Viktor.Petrov@northgate.example';
    const conflict = { status: 409, body: { schemas: [ERROR], status: '409', scimType: 'uniqueness' } };
    const body = { ...okta.user(rosa), userName: taken };
    expect(await ask('POST', '/Users', body)).toMatchObject(conflict);
    const { member_id } = called('xavier.dubois');
    const before = memberOf(member_id);
    expect(await ask('PUT', `/Users/${member_id}`, body)).toMatchObject(conflict);
    expect(
      await ask('PATCH', `/Users/${member_id}`, patch({ op: 'replace', path: 'userName', value: taken })),
    ).toMatchObject(conflict);
    expect(memberOf(member_id)).toEqual(before);
    expect((await ask('PUT', `/Users/${called('viktor.petrov').member_id}`, body)).status).toBe(200);
  });

  it('refuses an address in a domain that another organization claims', async () => {
    const claimed = [...stytch.store.organizations.values()].flatMap((organization) =>
      organization.organization_slug === 'northgate-bank' ? [] : organization.claimed_email_domains,
    );
    const sent = okta.user({ ...rosa, userName: `rosa@${claimed[0]}` });
    expect(await ask('POST', '/Users', sent)).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
  });

  it('replaces a whole user; what is left out is cleared, groups stay', async () => {
    const viktor = called('viktor.petrov').member_id;
    const before = memberOf(viktor).scim_registration?.scim_attributes;
    expect(before).toMatchObject({ nick_name: 'Viktor', enterprise_extension: { cost_center: 'CC-100' } });
    const replaced = await ask('PUT', `/Users/${viktor}`, okta.replaced(viktor, { ...rosa, externalId: '00uViktor' }));
    expect(replaced).toMatchObject({ status: 200, body: { id: viktor, title: 'Head of lending' } });
    const after = memberOf(viktor);
    expect(after).toMatchObject({ name: 'Rosa Quintana', email_address: rosa.userName });
    expect(after.retired_email_addresses).toMatchObject([{ email_address: 'viktor.petrov@northgate.example' }]);
    expect(after.scim_registration).toMatchObject({
      external_id: '00uViktor',
      scim_attributes: { nick_name: '', groups: before?.groups, emails: [{ value: rosa.userName }] },
    });
    expect(after.scim_registration?.scim_attributes?.enterprise_extension).toBeUndefined();
  });

  it('deactivates a member, ends their sessions, and activates them again', async () => {
    const { member_id } = called('wanjiru.kamau');
    const session = tokenOf(stytch.store, member_id);
    await stytch.ok('api_b2b_session_v1_Authenticate', { session_token: session });
    expect(await ask('PATCH', `/Users/${member_id}`, okta.active(false))).toMatchObject({
      status: 200,
      body: { active: false },
    });
    await stytch.refused('api_b2b_session_v1_Authenticate', { session_token: session }, [404, 'session_not_found']);
    expect(memberOf(member_id).status).toBe('deleted');
    expect(await listed(`/Users?${okta.lookUp('wanjiru.kamau@northgate.example')}`)).toMatchObject([{ active: false }]);

    expect((await ask('PATCH', `/Users/${member_id}`, okta.active(true))).body).toMatchObject({ active: true });
    expect(memberOf(member_id)).toMatchObject({ status: 'active', scim_registration: { external_id: 'E-0003' } });
    expect(rolesOf(member_id)).toEqual(['stytch_member', 'auditor']);
    await stytch.refused('api_b2b_session_v1_Authenticate', { session_token: session }, [404, 'session_not_found']);
  });

  it('does not activate a member whose address another one has meanwhile', async () => {
    const { member_id, email_address } = called('wanjiru.kamau');
    await ask('PATCH', `/Users/${member_id}`, okta.active(false));
    await stytch.ok('api_organization_v1_organizations_members_Create', { ...bank, email_address });
    expect(await ask('PATCH', `/Users/${member_id}`, okta.active(true))).toMatchObject({
      status: 409,
      body: { scimType: 'uniqueness' },
    });
    expect(memberOf(member_id).status).toBe('deleted');
  });

  it('deletes a member; the user is gone and can be made again', async () => {
    const id = await made('/Users', okta.user(rosa));
    expect(await ask('DELETE', `/Users/${id}`)).toEqual({ status: 204, type: null, location: null, body: {} });
    expect(memberOf(id).status).toBe('deleted');
    expect(memberOf(id).scim_registration).toBeUndefined();
    for (const method of ['GET', 'DELETE', 'PUT', 'PATCH']) {
      expect(await ask(method, `/Users/${id}`, method === 'GET' ? undefined : okta.active(true))).toMatchObject({
        status: 404,
        body: { schemas: [ERROR], status: '404' },
      });
    }
    expect(await made('/Users', okta.user(rosa))).not.toBe(id);
  });
});

describe('Users as Entra ID provisions them', () => {
  it('probes, creates and finds a user by name and by external id', async () => {
    expect(await listed(`/Users?${entra.probe}`)).toEqual([]);
    const id = await made('/Users?aadOptscim062020', entra.user(rosa));
    expect(await listed(`/Users?${entra.lookUp(rosa.userName)}`)).toMatchObject([
      { id, schemas: expect.arrayContaining([ENTERPRISE_USER]), [ENTERPRISE_USER]: { employeeNumber: '4711' } },
    ]);
    expect(await listed(`/Users?${entra.lookUpByExternalId('00uRosa')}`)).toMatchObject([{ id }]);
    expect(await listed(`/Users?${entra.lookUpByExternalId('00urosa')}`)).toEqual([]);
  });

  it('takes False and True for a Boolean', async () => {
    const id = await made('/Users', entra.user(rosa));
    expect((await ask('PATCH', `/Users/${id}`, entra.disable)).body).toMatchObject({ active: false });
    expect(memberOf(id).status).toBe('deleted');
    expect((await ask('PATCH', `/Users/${id}`, entra.enable)).body).toMatchObject({ active: true });
    expect(memberOf(id).status).toBe('active');
  });

  it('moves a member to the address at the end of a path with a filter', async () => {
    const id = await made('/Users', entra.user(rosa));
    expect((await ask('PATCH', `/Users/${id}`, entra.workEmail('rosa.q@northgate.example'))).body).toMatchObject({
      userName: rosa.userName,
      emails: [{ value: 'rosa.q@northgate.example', type: 'work', primary: true }],
    });
    expect(memberOf(id).email_address).toBe('rosa.q@northgate.example');
    expect(await ask('PATCH', `/Users/${id}`, entra.workEmail('wanjiru.kamau@northgate.example'))).toMatchObject({
      status: 409,
      body: { scimType: 'uniqueness' },
    });
    expect(memberOf(id).email_address).toBe('rosa.q@northgate.example');
  });

  it('removes an extension, and takes the URN of the schema before a name', async () => {
    const id = await made('/Users', entra.user(rosa));
    const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
    const { body } = await ask(
      'PATCH',
      `/Users/${id}`,
      patch(
        { op: 'Remove', path: ENTERPRISE_USER },
        { op: 'Remove', path: 'phoneNumbers', value: [{ value: '+14155550134' }] },
        { op: 'Add', path: `${core}:title`, value: 'Analyst' },
        { op: 'Replace', path: `${core}:name.givenName`, value: 'Rosalía' },
        { op: 'Replace', path: 'displayName', value: '' },
      ),
    );
    expect(body).toMatchObject({ schemas: [core], title: 'Analyst', name: { givenName: 'Rosalía' } });
    expect(body).not.toHaveProperty([ENTERPRISE_USER]);
    expect(body).not.toHaveProperty('displayName');
    expect(memberOf(id).scim_registration?.scim_attributes?.enterprise_extension).toBeUndefined();
  });

  it('ends with the address what belongs to it: the password and a change under way', async () => {
    const id = await made('/Users', entra.user(rosa));
    await stytch.ok('api_b2b_password_v1_Migrate', {
      ...bank,
      email_address: rosa.userName,
      hash: '$2a$04$wbcLBgG5hQ3zX0nPdXzJoe0J7VQ5wnsd1HhEcuWLXJwGbVgkMGiu2',
      hash_type: 'bcrypt',
    });
    expect(memberOf(id)).toMatchObject({ member_password_id: expect.stringMatching(/./) });
    stytch.store.members.set(id, { ...memberOf(id), email_address_verified: true });
    await stytch.ok('api_organization_v1_organizations_members_StartEmailUpdate', {
      ...bank,
      member_id: id,
      email_address: 'rosa.other@northgate.example',
    });
    expect(stytch.store.emailUpdates.size).toBe(1);
    await ask('PATCH', `/Users/${id}`, entra.workEmail('rosa.q@northgate.example'));
    expect(memberOf(id).member_password_id).toBe('');
    expect(stytch.store.memberSecrets.get(id)?.password).toBeUndefined();
    expect(stytch.store.emailUpdates.size).toBe(0);
  });

  it('adds items that paths choose, and changes parts and extensions', async () => {
    const id = await made('/Users', entra.user(rosa));
    expect((await ask('PATCH', `/Users/${id}`, entra.changes)).body).toMatchObject({
      title: 'Analyst',
      name: { givenName: 'Rosa', familyName: 'Sandoval' },
      phoneNumbers: [{ type: 'mobile', value: '+14155550134' }],
      addresses: [{ type: 'work', locality: 'Lisbon', country: 'PT' }],
      roles: [{ primary: true, value: 'reviewer' }],
      [ENTERPRISE_USER]: { employeeNumber: '4711', department: 'Treasury', manager: { value: 'f0e1' } },
    });
    expect((await ask('PATCH', `/Users/${id}`, entra.pathsInValue)).body).toMatchObject({
      displayName: 'R. Sandoval',
      name: { givenName: 'Rosalía', familyName: 'Sandoval' },
      [ENTERPRISE_USER]: { costCenter: 'CC-7', department: 'Treasury' },
    });
    expect(memberOf(id).scim_registration?.scim_attributes).toMatchObject({
      phone_numbers: [{ type: 'mobile', value: '+14155550134', primary: false }],
      enterprise_extension: { department: 'Treasury', cost_center: 'CC-7', manager: { value: 'f0e1' } },
    });
  });
});

describe('Groups', () => {
  it('gives and takes the roles of a group as Okta adds and removes members', async () => {
    const id = await made('/Groups', okta.group('Lending'));
    expect(await groupCalled('Lending')).toBe(id);
    await assign(id, 'editor');
    const [viktor, xavier] = [called('viktor.petrov').member_id, called('xavier.dubois').member_id];
    const added = await ask('PATCH', `/Groups/${id}`, okta.members({ added: [viktor, xavier], removed: [] }));
    expect(added.body).toMatchObject({ displayName: 'Lending', members: [{ value: viktor }, { value: xavier }] });
    expect([rolesOf(viktor), rolesOf(xavier)]).toEqual([
      ['stytch_member', 'editor'],
      ['stytch_member', 'editor'],
    ]);
    expect((await ask('GET', `/Users/${viktor}`)).body['groups']).toContainEqual({
      value: id,
      display: 'Lending',
      type: 'direct',
      $ref: `${base}/Groups/${id}`,
    });

    await ask('PATCH', `/Groups/${id}`, okta.members({ added: [], removed: [viktor] }));
    expect([rolesOf(viktor), rolesOf(xavier)]).toEqual([['stytch_member'], ['stytch_member', 'editor']]);
    await ask('PATCH', `/Groups/${id}`, okta.replacedMembers([viktor]));
    expect([rolesOf(viktor), rolesOf(xavier)]).toEqual([['stytch_member', 'editor'], ['stytch_member']]);
  });

  it('gives and takes the roles of a group as Entra ID adds and removes members', async () => {
    const id = await made('/Groups', entra.group('Treasury', 'object-1'));
    await assign(id, 'editor');
    const [viktor, xavier] = [called('viktor.petrov').member_id, called('xavier.dubois').member_id];
    // Nothing is in the group, and a removal asks for no more than that.
    expect((await ask('PATCH', `/Groups/${id}`, entra.removeMembers([viktor]))).status).toBe(200);
    for (let time = 0; time < 2; time += 1) {
      const { body } = await ask('PATCH', `/Groups/${id}`, entra.addMembers([viktor, xavier]));
      expect(body['members']).toHaveLength(2);
    }
    expect(rolesOf(viktor)).toContain('editor');
    expect(await listed(`/Groups?${entra.inGroup(id, viktor)}`)).toEqual([
      { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], id },
    ]);
    expect((await ask('PATCH', `/Groups/${id}`, entra.removeMembers([viktor]))).body['members']).toMatchObject([
      { value: xavier },
    ]);
    expect(rolesOf(viktor)).not.toContain('editor');
    expect(await listed(`/Groups?${entra.inGroup(id, viktor)}`)).toEqual([]);
  });

  it('takes names of attributes in any case', async () => {
    const tellers = await groupCalled('Tellers');
    const before = (await ask('GET', `/Groups/${tellers}`)).body['members'] as { value: string }[];
    const [first, ...others] = before.map(({ value }) => value);
    const removal = patch({ op: 'REMOVE', path: 'Members', value: [{ value: first }] });
    const after = (await ask('PATCH', `/Groups/${tellers}`, removal)).body['members'] as { value: string }[];
    expect(after.map(({ value }) => value)).toEqual(others);
    expect(others.length).toBeGreaterThan(0);
  });

  it('renames a group everywhere', async () => {
    const tellers = await groupCalled('Tellers');
    await assign(tellers, 'editor');
    expect((await ask('PATCH', `/Groups/${tellers}`, okta.renamedGroup(tellers, 'Counter'))).status).toBe(200);
    const { connection } = await stytch.ok(getConnection, bank);
    expect(connection?.scim_group_implicit_role_assignments).toMatchObject([{ group_name: 'Counter' }]);
    const { scim_registration } = called('xavier.dubois');
    expect(scim_registration?.scim_attributes?.groups).toContainEqual({ value: tellers, display: 'Counter' });
    expect(rolesOf(called('xavier.dubois').member_id)).toContain('editor');
    expect((await ask('PATCH', `/Groups/${tellers}`, entra.renamedGroup('Tellers'))).body).toMatchObject({
      displayName: 'Tellers',
    });
    const [found] = await listed(`/Groups?${entra.lookUpGroup('tellers')}`);
    expect(found).toMatchObject({ id: tellers, displayName: 'Tellers' });
    expect(found).not.toHaveProperty('members');
  });

  it('replaces and deletes a group with what it gave', async () => {
    const tellers = await groupCalled('Tellers');
    await assign(tellers, 'editor');
    const viktor = called('viktor.petrov').member_id;
    const xavier = called('xavier.dubois').member_id;
    await ask('PUT', `/Groups/${tellers}`, { ...okta.group('Tellers'), members: [{ value: viktor }] });
    expect([rolesOf(viktor), rolesOf(xavier)]).toEqual([['stytch_member', 'editor'], ['stytch_member']]);

    expect((await ask('DELETE', `/Groups/${tellers}`)).status).toBe(204);
    expect(await groupCalled('Tellers')).toBe('');
    expect(rolesOf(viktor)).toEqual(['stytch_member']);
    expect((await stytch.ok(getConnection, bank)).connection?.scim_group_implicit_role_assignments).toEqual([]);
    expect((await ask('GET', `/Groups/${tellers}`)).status).toBe(404);
  });

  it('refuses a member who is no user of the connection, and changes nothing', async () => {
    const tellers = await groupCalled('Tellers');
    const before = (await ask('GET', `/Groups/${tellers}`)).body;
    for (const [method, body] of [
      ['PATCH', entra.addMembers(['member-test-unknown'])],
      ['PUT', { ...okta.group('Other'), members: [{ value: 'member-test-unknown' }] }],
    ] as const) {
      expect(await ask(method, `/Groups/${tellers}`, body)).toMatchObject({
        status: 400,
        body: { schemas: [ERROR], scimType: 'invalidValue' },
      });
    }
    expect((await ask('GET', `/Groups/${tellers}`)).body).toEqual(before);
  });
});

describe('Lists', () => {
  it('come a page at a time, with the number of all results', async () => {
    const all = await listed('/Users');
    const seen: unknown[] = [];
    for (let startIndex = 1; ; startIndex += 2) {
      const { body } = await ask('GET', `/Users?startIndex=${startIndex}&count=2`);
      const page = body['Resources'] as unknown[];
      expect(body).toMatchObject({ totalResults: all.length, startIndex, itemsPerPage: page.length });
      if (page.length === 0) break;
      seen.push(...page);
    }
    expect(seen).toEqual(all);
    expect((await ask('GET', '/Users?count=0')).body).toMatchObject({ totalResults: all.length, Resources: [] });
    expect((await ask('GET', '/Users?startIndex=-3&count=-1')).body).toMatchObject({ startIndex: 1, itemsPerPage: 0 });
  });

  it('are sorted without case, and last comes what has no value', async () => {
    for (const [userName, title] of [
      ['one@northgate.example', 'beta'],
      ['two@northgate.example', undefined],
      ['three@northgate.example', 'Alpha'],
      ['four@northgate.example', 'Gamma'],
    ]) {
      await made('/Users', { userName, nickName: 'sorted', title, emails: [{ value: userName }] });
    }
    const names = async (query: string) =>
      (await listed(`/Users?filter=${encodeURIComponent('nickName eq "sorted"')}&${query}`)).map(({ userName }) =>
        String(userName).replace('@northgate.example', ''),
      );
    expect(await names('sortBy=Title')).toEqual(['three', 'one', 'four', 'two']);
    expect(await names('sortBy=title&sortOrder=descending')).toEqual(['two', 'four', 'one', 'three']);
    expect(await names('sortBy=emails')).toEqual(['four', 'one', 'three', 'two']);
    expect(await names('sortBy=urn:ietf:params:scim:schemas:core:2.0:User:emails.value')).toEqual([
      'four',
      'one',
      'three',
      'two',
    ]);
    expect(await names('sortBy=meta.created&count=2')).toHaveLength(2);
  });

  it('have no more than 200 resources', async () => {
    const member = called('viktor.petrov');
    for (let number = 0; number < 205; number += 1) {
      const member_id = `member-test-${number}`;
      stytch.store.members.set(member_id, { ...member, member_id });
    }
    for (const query of ['', '?count=1000']) {
      const { body } = await ask('GET', `/Users${query}`);
      expect(body).toMatchObject({ itemsPerPage: 200 });
      expect(Number(body['totalResults'])).toBeGreaterThan(205);
    }
  });

  it.each([
    ['displayName sw "vik"', ['Viktor Petrov']],
    ['userName eq "VIKTOR.PETROV@northgate.example" and active eq true', ['Viktor Petrov']],
    ['emails[type eq "work" and value co "viktor"]', ['Viktor Petrov']],
    ['emails co "VIKTOR"', ['Viktor Petrov']],
    ['userName sw "viktor" and groups pr', ['Viktor Petrov']],
    ['emails.value eq "viktor.petrov@northgate.example"', ['Viktor Petrov']],
    ['userName sw "viktor" or name.familyName eq "Kamau"', ['Viktor Petrov', 'Wanjiru Kamau']],
    [`${ENTERPRISE_USER}:department eq "internal audit"`, ['Wanjiru Kamau']],
    ['userName sw "viktor" and not (active eq true)', []],
    ['userName sw "viktor" AND (active eq true AND (displayName pr OR title eq "x"))', ['Viktor Petrov']],
    ['not (userName co "k" or not (displayName sw "Viktor" or active eq false))', []],
    ['emails[type eq "work"].value eq "viktor.petrov@northgate.example"', ['Viktor Petrov']],
    ['emails[not (type ne "work")].value sw "viktor"', ['Viktor Petrov']],
    ['displayName eq "Viktor\\u0020Petrov" and title ne "(a\\"b"', ['Viktor Petrov']],
    ['userName sw "viktor" and meta.created lt "2090-01-01T00:00:00+05:00"', ['Viktor Petrov']],
    ['userName sw "viktor" and meta.created ge "2090-01-01T00:00:00Z"', []],
    ['displayName sw "vik" and nickName ne null and phoneNumbers eq null', ['Viktor Petrov']],
    ['emails.type eq "work" and emails.value ew "viktor.petrov@northgate.example"', ['Viktor Petrov']],
    ['nickName eq "unknown"', []],
  ])('are filtered by %s', async (filter, names) => {
    const found = await listed(`/Users?sortBy=displayName&filter=${encodeURIComponent(filter)}`);
    expect(found.map(({ displayName }) => displayName)).toEqual(names);
    const searched = await ask('POST', '/Users/.search', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
      filter,
      attributes: ['displayName'],
      sortBy: 'displayName',
      sortOrder: 'descending',
    });
    expect((searched.body['Resources'] as typeof found).map((user) => Object.keys(user).sort().join())).toEqual(
      names.map(() => 'displayName,id,schemas'),
    );
    expect((searched.body['Resources'] as typeof found).map(({ displayName }) => displayName)).toEqual(
      [...names].reverse(),
    );
  });

  it('are filtered by what some of the users do not have', async () => {
    const id = await made('/Users', { userName: 'plain@northgate.example' });
    for (const filter of [
      'emails.type eq "work"',
      'emails[type eq "work"]',
      'name.familyName eq "petrov"',
      `${ENTERPRISE_USER}:manager.value eq "x"`,
    ]) {
      const found = await listed(`/Users?filter=${encodeURIComponent(`${filter} or userName sw "plain"`)}`);
      expect(
        found.map((user) => user['id']),
        filter,
      ).toContain(id);
      const others = await listed(`/Users?filter=${encodeURIComponent(filter)}`);
      expect(
        others.map((user) => user['id']),
        filter,
      ).not.toContain(id);
    }
  });

  it.each([
    ['attributes=userName', ['id', 'schemas', 'userName']],
    ['attributes=emails.value', ['emails', 'id', 'schemas']],
    ['attributes=urn:ietf:params:scim:schemas:core:2.0:User:userName', ['id', 'schemas', 'userName']],
    [`attributes=${ENTERPRISE_USER}:department`, ['id', 'schemas', ENTERPRISE_USER]],
  ])('have no more attributes than are asked for: %s', async (query, names) => {
    const { member_id } = called('viktor.petrov');
    for (const user of [
      ...(await listed(`/Users?${query}`)),
      (await ask('GET', `/Users/${member_id}?${query}`)).body,
    ]) {
      expect(Object.keys(user).sort()).toEqual(names);
    }
  });

  it('leave out attributes that are not wanted', async () => {
    expect(await listed('/Users?excludedAttributes=schemas')).toEqual(await listed('/Users'));
    const query = 'excludedAttributes=emails,groups,schemas,id';
    for (const user of await listed(`/Users?${query}`)) {
      expect(user).toMatchObject({ id: expect.any(String), schemas: expect.any(Array), userName: expect.any(String) });
      expect(user).not.toHaveProperty('emails');
      expect(user).not.toHaveProperty('groups');
    }
  });

  it.each([
    `userName eq "${'x'.repeat(2000)}"`,
    'userName eq viktor',
    'userName eq "viktor',
    'userName eq "x" userName eq "y"',
    'userName eq "x" and',
    '(userName eq "x"))',
    'emails[type eq "work"',
    'emails[]',
    '[type eq "work"]',
    '"userName" eq "x"',
    'constructor eq "x" or toString pr or',
    '('.repeat(1990),
    'a.b.c eq',
    'userName eq',
    'userName maybe "x"',
    '(userName eq "x"',
    'userName',
    '   ',
  ])('refuse the filter %j', async (filter) => {
    expect(await ask('GET', `/Users?filter=${encodeURIComponent(filter)}`)).toMatchObject({
      status: 400,
      body: { schemas: [ERROR], status: '400', scimType: 'invalidFilter' },
    });
  });
});

describe('Discovery', () => {
  it('says what the server can and what its resources are made of', async () => {
    expect((await ask('GET', '/ServiceProviderConfig')).body).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      patch: { supported: true },
      bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
      filter: { supported: true },
      etag: { supported: false },
      meta: { location: `${base}/ServiceProviderConfig` },
    });
    const schemas = await listed('/Schemas');
    expect(schemas.map(({ id }) => id)).toEqual([
      'urn:ietf:params:scim:schemas:core:2.0:User',
      ENTERPRISE_USER,
      'urn:ietf:params:scim:schemas:core:2.0:Group',
    ]);
    expect((await ask('GET', `/Schemas/${ENTERPRISE_USER}`)).body).toEqual(schemas[1]);
    expect((await ask('GET', '/ResourceTypes/User')).body).toMatchObject({
      endpoint: '/Users',
      schemaExtensions: [{ schema: ENTERPRISE_USER, required: false }],
      meta: { location: `${base}/ResourceTypes/User` },
    });
    expect((await listed('/ResourceTypes')).map(({ name }) => name)).toEqual(['User', 'Group']);
  });
});

describe('Refusals', () => {
  it.each([
    ['no JSON', 'POST', '/Users', '{', 'invalidSyntax'],
    ['no object', 'POST', '/Users', '[]', 'invalidSyntax'],
    ['no user name', 'POST', '/Users', { emails: [{ value: 'a@b.example' }] }, 'invalidValue'],
    ['no address', 'POST', '/Users', { userName: 'rosa' }, 'invalidValue'],
    ['a wrong type', 'POST', '/Users', { userName: 'a@b.example', active: 'maybe' }, 'invalidValue'],
    ['no name of a group', 'POST', '/Groups', { members: [] }, 'invalidValue'],
    ['another schema', 'POST', '/Users', { ...okta.group('x'), userName: 'a@b.example' }, 'invalidSyntax'],
    ['a number that is none', 'GET', '/Users?count=many', undefined, 'invalidValue'],
    ['an operator that is none', 'POST', '/Users/.search', { filter: 'userName constructor "x"' }, 'invalidFilter'],
    ['an operator that is none', 'POST', '/Users/.search', { filter: 'userName __proto__ "x"' }, 'invalidFilter'],
    ['a text that is too long', 'POST', '/Users/.search', { sortBy: 'a.'.repeat(400_000) }, 'invalidValue'],
    ['too many names', 'POST', '/Users/.search', { attributes: 'a,'.repeat(400_000) }, 'invalidValue'],
    ['too many names', 'POST', '/Users/.search', { excludedAttributes: ['a.'.repeat(4_000)] }, 'invalidValue'],
  ])('answer %s in the form of SCIM', async (_, method, path, body, scimType) => {
    expect(await ask(method, path, body)).toMatchObject({
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
  ])('answer the operation %j', async (operation, scimType) => {
    const { member_id } = called('viktor.petrov');
    const before = memberOf(member_id);
    const body = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'title', value: 'Changed' }, operation],
    };
    expect(await ask('PATCH', `/Users/${member_id}`, body)).toMatchObject({
      status: 400,
      body: { schemas: [ERROR], scimType },
    });
    expect(memberOf(member_id)).toEqual(before);
  });

  it('answer 501 to what is not built', async () => {
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
      expect(await ask(method, path, method === 'GET' ? undefined : {}), path).toMatchObject({
        status: 501,
        type: 'application/scim+json; charset=utf-8',
        body: { schemas: [ERROR], status: '501', detail: 'The server does not support this operation.' },
      });
    }
  });

  it('ignore If-Match, since there are no ETags', async () => {
    const { member_id } = called('viktor.petrov');
    const response = await fetch(`${base}/Users/${member_id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json', 'if-match': 'W/"1"' },
      body: JSON.stringify(patch({ op: 'replace', path: 'title', value: 'Head' })),
    });
    const resource: unknown = await response.json();
    expect([response.status, response.headers.get('etag')]).toEqual([200, null]);
    expect(resource).toMatchObject({ title: 'Head' });
    expect(resource).not.toHaveProperty('meta.version');
  });

  it('answer 404 where there is nothing, not that credentials are wrong', async () => {
    for (const path of ['', '/', '/Devices', '/Devices/1']) {
      expect(await ask('GET', path, undefined, 'wrong'), path).toMatchObject({
        status: 404,
        body: { schemas: [ERROR] },
      });
    }
    for (const path of ['/v1/public/nowhere', '/v1/b2b/scim/nowhere/connection/x/y', '/scim/v2/Users']) {
      const response = await fetch(`${stytch.sandbox.origin}${path}`);
      expect(response.status, path).toBe(404);
    }
    // Operations of Stytch still want the project secret.
    const operation = await fetch(`${stytch.sandbox.origin}/v1/b2b/scim/northgate-bank/connection`);
    expect(operation.status).toBe(401);
  });

  it('answer 401 to a token of another connection, and to any once the connection is deleted', async () => {
    const { connection } = await stytch.ok('api_b2b_scim_v1_b2b_scim_connection_Create', {
      organization_id: 'fernhill-bakery',
    });
    for (const bearer of ['wrong', connection?.bearer_token ?? '']) {
      const refused = await ask('GET', '/Users', undefined, bearer);
      expect(refused).toMatchObject({ status: 401, body: { schemas: [ERROR], status: '401' } });
    }
    expect((await fetch(`${base}/Users`)).status).toBe(401);
    await stytch.ok('api_b2b_scim_v1_b2b_scim_connection_Delete', key);
    expect((await ask('GET', '/Users')).status).toBe(401);
  });

  it('keep the users of connections apart', async () => {
    const { connection } = await stytch.ok('api_b2b_scim_v1_b2b_scim_connection_Create', {
      organization_id: 'fernhill-bakery',
    });
    const { member_id } = called('viktor.petrov');
    const tellers = await groupCalled('Tellers');
    base = connection?.base_url ?? '';
    token = connection?.bearer_token ?? '';
    expect(await listed('/Users')).toEqual([]);
    expect(await listed('/Groups')).toEqual([]);
    expect((await ask('DELETE', `/Groups/${tellers}`)).status).toBe(404);
    for (const method of ['GET', 'DELETE']) expect((await ask(method, `/Users/${member_id}`)).status).toBe(404);
    expect(memberOf(member_id).status).toBe('active');
    expect((await ask('POST', '/Users', okta.user({ ...rosa, userName: 'rosa@fernhill.example' }))).location).toContain(
      base,
    );
  });
});

describe('The bearer token', () => {
  const start = 'api_b2b_scim_v1_b2b_scim_connection_RotateStart';
  const statusWith = async (bearer: string) => (await ask('GET', '/Users?count=0', undefined, bearer)).status;

  it('has two values while it is rotated, and the one that was chosen after', async () => {
    const first = (await stytch.ok(start, key)).connection?.next_bearer_token ?? '';
    expect([await statusWith(token), await statusWith(first)]).toEqual([200, 200]);
    await stytch.ok('api_b2b_scim_v1_b2b_scim_connection_RotateCancel', key);
    expect([await statusWith(token), await statusWith(first)]).toEqual([200, 401]);
    const second = (await stytch.ok(start, key)).connection?.next_bearer_token ?? '';
    await stytch.ok('api_b2b_scim_v1_b2b_scim_connection_RotateComplete', key);
    expect([await statusWith(token), await statusWith(first), await statusWith(second)]).toEqual([401, 401, 200]);
  });

  it('expires', async () => {
    stytch.pass({ days: 30 * 365 });
    expect(await statusWith(token)).toBe(401);
  });
});
