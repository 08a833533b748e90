/** Users of a SCIM connection, by requests of Okta and Entra ID. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tokenOf } from '../harness.ts';
import { entra, okta, patch } from '../scim-requests.ts';
import { bank, ENTERPRISE_USER, ERROR, rosa, type ScimServer, startScimServer } from './connection.ts';

let scim: ScimServer;
beforeEach(async () => {
  scim = await startScimServer();
});
afterEach(() => scim.close());

describe('Users as Okta provisions them', () => {
  it('creates a member for a user whose lookup found none', async () => {
    expect(await scim.listed(`/Users?${okta.lookUp(rosa.userName)}`)).toEqual([]);
    const created = await scim.ask('POST', '/Users', okta.user(rosa));
    const { id } = created.body;
    expect(created).toMatchObject({
      status: 201,
      type: 'application/scim+json; charset=utf-8',
      location: `${scim.server.base}/Users/${id}`,
      body: {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: rosa.userName,
        externalId: '00uRosa',
        active: true,
        name: { givenName: 'Rosa', familyName: 'Quintana' },
        emails: [{ value: rosa.userName, type: 'work', primary: true }],
        meta: { resourceType: 'User', location: `${scim.server.base}/Users/${id}` },
      },
    });
    expect(JSON.stringify(created.body)).not.toContain('1mz050nq');

    const { member } = await scim.stytch.ok('api_organization_v1_organizations_members_Get', {
      ...bank,
      member_id: String(id),
    });
    expect(member).toMatchObject({
      status: 'active',
      name: 'Rosa Quintana',
      email_address: rosa.userName,
      scim_registration: {
        connection_id: scim.key.connection_id,
        registration_id: expect.stringMatching(/^scim-registration-test-/),
        external_id: '00uRosa',
        scim_attributes: { id, user_name: rosa.userName, display_name: 'Rosa Quintana', locale: 'en-US', groups: [] },
      },
    });
    expect(await scim.listed(`/Users?${okta.lookUp(rosa.userName.toUpperCase())}`)).toMatchObject([{ id }]);
  });

  it('links an existing member of the organization, and each member only once', async () => {
    const { member: known } = await scim.stytch.ok('api_organization_v1_organizations_members_Create', {
      ...bank,
      email_address: rosa.userName,
      name: 'R. Q.',
    });
    const id = await scim.made('/Users', okta.user({ ...rosa, userName: 'Rosa.Quintana@Northgate.Example' }));
    expect(id).toBe(known.member_id);
    expect(scim.memberOf(id)).toMatchObject({ name: 'Rosa Quintana', scim_registration: { external_id: '00uRosa' } });
    expect(await scim.ask('POST', '/Users', okta.user(rosa))).toMatchObject({
      status: 409,
      body: { schemas: [ERROR], status: '409', scimType: 'uniqueness' },
    });
  });

  it('rejects a user name that another user has, for any addresses', async () => {
    const taken = 'Viktor.Petrov@northgate.example';
    const conflict = { status: 409, body: { schemas: [ERROR], status: '409', scimType: 'uniqueness' } };
    const body = { ...okta.user(rosa), userName: taken };
    expect(await scim.ask('POST', '/Users', body)).toMatchObject(conflict);
    const { member_id } = scim.called('xavier.dubois');
    const before = scim.memberOf(member_id);
    expect(await scim.ask('PUT', `/Users/${member_id}`, body)).toMatchObject(conflict);
    expect(
      await scim.ask('PATCH', `/Users/${member_id}`, patch({ op: 'replace', path: 'userName', value: taken })),
    ).toMatchObject(conflict);
    expect(scim.memberOf(member_id)).toEqual(before);
    expect((await scim.ask('PUT', `/Users/${scim.called('viktor.petrov').member_id}`, body)).status).toBe(200);
  });

  it('rejects an address in a domain that another organization claims', async () => {
    const claimed = [...scim.stytch.store.organizations.values()].flatMap((organization) =>
      organization.organization_slug === 'northgate-bank' ? [] : organization.claimed_email_domains,
    );
    const sent = okta.user({ ...rosa, userName: `rosa@${claimed[0]}` });
    expect(await scim.ask('POST', '/Users', sent)).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
  });

  it('replaces a whole user; omitted values are cleared, groups stay', async () => {
    const viktor = scim.called('viktor.petrov').member_id;
    const before = scim.memberOf(viktor).scim_registration?.scim_attributes;
    expect(before).toMatchObject({ nick_name: 'Viktor', enterprise_extension: { cost_center: 'CC-100' } });
    const replaced = await scim.ask(
      'PUT',
      `/Users/${viktor}`,
      okta.replaced(viktor, { ...rosa, externalId: '00uViktor' }),
    );
    expect(replaced).toMatchObject({ status: 200, body: { id: viktor, title: 'Head of lending' } });
    const after = scim.memberOf(viktor);
    expect(after).toMatchObject({ name: 'Rosa Quintana', email_address: rosa.userName });
    expect(after.retired_email_addresses).toMatchObject([{ email_address: 'viktor.petrov@northgate.example' }]);
    expect(after.scim_registration).toMatchObject({
      external_id: '00uViktor',
      scim_attributes: { nick_name: '', groups: before?.groups, emails: [{ value: rosa.userName }] },
    });
    expect(after.scim_registration?.scim_attributes?.enterprise_extension).toBeUndefined();
  });

  it('deactivates a member, ends their sessions, and activates them again', async () => {
    const { member_id } = scim.called('wanjiru.kamau');
    const session = tokenOf(scim.stytch.store, member_id);
    await scim.stytch.ok('api_b2b_session_v1_Authenticate', { session_token: session });
    expect(await scim.ask('PATCH', `/Users/${member_id}`, okta.active(false))).toMatchObject({
      status: 200,
      body: { active: false },
    });
    await scim.stytch.refused('api_b2b_session_v1_Authenticate', { session_token: session }, [
      404,
      'session_not_found',
    ]);
    expect(scim.memberOf(member_id).status).toBe('deleted');
    expect(await scim.listed(`/Users?${okta.lookUp('wanjiru.kamau@northgate.example')}`)).toMatchObject([
      { active: false },
    ]);

    expect((await scim.ask('PATCH', `/Users/${member_id}`, okta.active(true))).body).toMatchObject({ active: true });
    expect(scim.memberOf(member_id)).toMatchObject({ status: 'active', scim_registration: { external_id: 'E-0003' } });
    expect(scim.rolesOf(member_id)).toEqual(['stytch_member', 'auditor']);
    await scim.stytch.refused('api_b2b_session_v1_Authenticate', { session_token: session }, [
      404,
      'session_not_found',
    ]);
  });

  it('does not activate a member whose address another member now has', async () => {
    const { member_id, email_address } = scim.called('wanjiru.kamau');
    await scim.ask('PATCH', `/Users/${member_id}`, okta.active(false));
    await scim.stytch.ok('api_organization_v1_organizations_members_Create', { ...bank, email_address });
    expect(await scim.ask('PATCH', `/Users/${member_id}`, okta.active(true))).toMatchObject({
      status: 409,
      body: { scimType: 'uniqueness' },
    });
    expect(scim.memberOf(member_id).status).toBe('deleted');
  });

  it('deletes a member; the user is not found and can be created again', async () => {
    const id = await scim.made('/Users', okta.user(rosa));
    expect(await scim.ask('DELETE', `/Users/${id}`)).toEqual({ status: 204, type: null, location: null, body: {} });
    expect(scim.memberOf(id).status).toBe('deleted');
    expect(scim.memberOf(id).scim_registration).toBeUndefined();
    for (const method of ['GET', 'DELETE', 'PUT', 'PATCH']) {
      expect(await scim.ask(method, `/Users/${id}`, method === 'GET' ? undefined : okta.active(true))).toMatchObject({
        status: 404,
        body: { schemas: [ERROR], status: '404' },
      });
    }
    expect(await scim.made('/Users', okta.user(rosa))).not.toBe(id);
  });
});

describe('Users as Entra ID provisions them', () => {
  it('probes, creates and finds a user by name and by external id', async () => {
    expect(await scim.listed(`/Users?${entra.probe}`)).toEqual([]);
    const id = await scim.made('/Users?aadOptscim062020', entra.user(rosa));
    expect(await scim.listed(`/Users?${entra.lookUp(rosa.userName)}`)).toMatchObject([
      { id, schemas: expect.arrayContaining([ENTERPRISE_USER]), [ENTERPRISE_USER]: { employeeNumber: '4711' } },
    ]);
    expect(await scim.listed(`/Users?${entra.lookUpByExternalId('00uRosa')}`)).toMatchObject([{ id }]);
    expect(await scim.listed(`/Users?${entra.lookUpByExternalId('00urosa')}`)).toEqual([]);
  });

  it('accepts False and True for a Boolean', async () => {
    const id = await scim.made('/Users', entra.user(rosa));
    expect((await scim.ask('PATCH', `/Users/${id}`, entra.disable)).body).toMatchObject({ active: false });
    expect(scim.memberOf(id).status).toBe('deleted');
    expect((await scim.ask('PATCH', `/Users/${id}`, entra.enable)).body).toMatchObject({ active: true });
    expect(scim.memberOf(id).status).toBe('active');
  });

  it("changes a member's address at the end of a path with a filter", async () => {
    const id = await scim.made('/Users', entra.user(rosa));
    expect((await scim.ask('PATCH', `/Users/${id}`, entra.workEmail('rosa.q@northgate.example'))).body).toMatchObject({
      userName: rosa.userName,
      emails: [{ value: 'rosa.q@northgate.example', type: 'work', primary: true }],
    });
    expect(scim.memberOf(id).email_address).toBe('rosa.q@northgate.example');
    expect(await scim.ask('PATCH', `/Users/${id}`, entra.workEmail('wanjiru.kamau@northgate.example'))).toMatchObject({
      status: 409,
      body: { scimType: 'uniqueness' },
    });
    expect(scim.memberOf(id).email_address).toBe('rosa.q@northgate.example');
  });

  it('removes an extension, and accepts the URN of the schema before a name', async () => {
    const id = await scim.made('/Users', entra.user(rosa));
    const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
    const { body } = await scim.ask(
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
    expect(scim.memberOf(id).scim_registration?.scim_attributes?.enterprise_extension).toBeUndefined();
  });

  it('deletes with the address its password and its pending change', async () => {
    const id = await scim.made('/Users', entra.user(rosa));
    await scim.stytch.ok('api_b2b_password_v1_Migrate', {
      ...bank,
      email_address: rosa.userName,
      hash: '$2a$04$wbcLBgG5hQ3zX0nPdXzJoe0J7VQ5wnsd1HhEcuWLXJwGbVgkMGiu2',
      hash_type: 'bcrypt',
    });
    expect(scim.memberOf(id)).toMatchObject({ member_password_id: expect.stringMatching(/./) });
    scim.stytch.store.members.set(id, { ...scim.memberOf(id), email_address_verified: true });
    await scim.stytch.ok('api_organization_v1_organizations_members_StartEmailUpdate', {
      ...bank,
      member_id: id,
      email_address: 'rosa.other@northgate.example',
    });
    expect(scim.stytch.store.emailUpdates.size).toBe(1);
    await scim.ask('PATCH', `/Users/${id}`, entra.workEmail('rosa.q@northgate.example'));
    expect(scim.memberOf(id).member_password_id).toBe('');
    expect(scim.stytch.store.memberSecrets.get(id)?.password).toBeUndefined();
    expect(scim.stytch.store.emailUpdates.size).toBe(0);
  });

  it('adds items that paths select, and changes parts and extensions', async () => {
    const id = await scim.made('/Users', entra.user(rosa));
    expect((await scim.ask('PATCH', `/Users/${id}`, entra.changes)).body).toMatchObject({
      title: 'Analyst',
      name: { givenName: 'Rosa', familyName: 'Sandoval' },
      phoneNumbers: [{ type: 'mobile', value: '+14155550134' }],
      addresses: [{ type: 'work', locality: 'Lisbon', country: 'PT' }],
      roles: [{ primary: true, value: 'reviewer' }],
      [ENTERPRISE_USER]: { employeeNumber: '4711', department: 'Treasury', manager: { value: 'f0e1' } },
    });
    expect((await scim.ask('PATCH', `/Users/${id}`, entra.pathsInValue)).body).toMatchObject({
      displayName: 'R. Sandoval',
      name: { givenName: 'Rosalía', familyName: 'Sandoval' },
      [ENTERPRISE_USER]: { costCenter: 'CC-7', department: 'Treasury' },
    });
    expect(scim.memberOf(id).scim_registration?.scim_attributes).toMatchObject({
      phone_numbers: [{ type: 'mobile', value: '+14155550134', primary: false }],
      enterprise_extension: { department: 'Treasury', cost_center: 'CC-7', manager: { value: 'f0e1' } },
    });
  });
});
