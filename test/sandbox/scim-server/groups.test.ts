/** Groups of a SCIM connection. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entra, okta, patch } from '../scim-requests.ts';
import { bank, ERROR, getConnection, type ScimServer, startScimServer } from './connection.ts';

let scim: ScimServer;
beforeEach(async () => {
  scim = await startScimServer();
});
afterEach(() => scim.close());

describe('Groups', () => {
  it('grants and removes the roles of a group as Okta adds and removes members', async () => {
    const id = await scim.made('/Groups', okta.group('Lending'));
    expect(await scim.groupCalled('Lending')).toBe(id);
    await scim.assign(id, 'editor');
    const [viktor, xavier] = [scim.called('viktor.petrov').member_id, scim.called('xavier.dubois').member_id];
    const added = await scim.ask('PATCH', `/Groups/${id}`, okta.members({ added: [viktor, xavier], removed: [] }));
    expect(added.body).toMatchObject({ displayName: 'Lending', members: [{ value: viktor }, { value: xavier }] });
    expect([scim.rolesOf(viktor), scim.rolesOf(xavier)]).toEqual([
      ['stytch_member', 'editor'],
      ['stytch_member', 'editor'],
    ]);
    expect((await scim.ask('GET', `/Users/${viktor}`)).body['groups']).toContainEqual({
      value: id,
      display: 'Lending',
      type: 'direct',
      $ref: `${scim.server.base}/Groups/${id}`,
    });

    await scim.ask('PATCH', `/Groups/${id}`, okta.members({ added: [], removed: [viktor] }));
    expect([scim.rolesOf(viktor), scim.rolesOf(xavier)]).toEqual([['stytch_member'], ['stytch_member', 'editor']]);
    await scim.ask('PATCH', `/Groups/${id}`, okta.replacedMembers([viktor]));
    expect([scim.rolesOf(viktor), scim.rolesOf(xavier)]).toEqual([['stytch_member', 'editor'], ['stytch_member']]);
  });

  it('grants and removes the roles of a group as Entra ID adds and removes members', async () => {
    const id = await scim.made('/Groups', entra.group('Treasury', 'object-1'));
    await scim.assign(id, 'editor');
    const [viktor, xavier] = [scim.called('viktor.petrov').member_id, scim.called('xavier.dubois').member_id];
    // The group is empty, and removing a missing member succeeds.
    expect((await scim.ask('PATCH', `/Groups/${id}`, entra.removeMembers([viktor]))).status).toBe(200);
    for (let time = 0; time < 2; time += 1) {
      const { body } = await scim.ask('PATCH', `/Groups/${id}`, entra.addMembers([viktor, xavier]));
      expect(body['members']).toHaveLength(2);
    }
    expect(scim.rolesOf(viktor)).toContain('editor');
    expect(await scim.listed(`/Groups?${entra.inGroup(id, viktor)}`)).toEqual([
      { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], id },
    ]);
    expect((await scim.ask('PATCH', `/Groups/${id}`, entra.removeMembers([viktor]))).body['members']).toMatchObject([
      { value: xavier },
    ]);
    expect(scim.rolesOf(viktor)).not.toContain('editor');
    expect(await scim.listed(`/Groups?${entra.inGroup(id, viktor)}`)).toEqual([]);
  });

  it('accepts names of attributes in any case', async () => {
    const tellers = await scim.groupCalled('Tellers');
    const before = (await scim.ask('GET', `/Groups/${tellers}`)).body['members'] as { value: string }[];
    const [first, ...others] = before.map(({ value }) => value);
    const removal = patch({ op: 'REMOVE', path: 'Members', value: [{ value: first }] });
    const after = (await scim.ask('PATCH', `/Groups/${tellers}`, removal)).body['members'] as { value: string }[];
    expect(after.map(({ value }) => value)).toEqual(others);
    expect(others.length).toBeGreaterThan(0);
  });

  it('renames a group everywhere', async () => {
    const tellers = await scim.groupCalled('Tellers');
    await scim.assign(tellers, 'editor');
    expect((await scim.ask('PATCH', `/Groups/${tellers}`, okta.renamedGroup(tellers, 'Counter'))).status).toBe(200);
    const { connection } = await scim.stytch.ok(getConnection, bank);
    expect(connection?.scim_group_implicit_role_assignments).toMatchObject([{ group_name: 'Counter' }]);
    const { scim_registration } = scim.called('xavier.dubois');
    expect(scim_registration?.scim_attributes?.groups).toContainEqual({ value: tellers, display: 'Counter' });
    expect(scim.rolesOf(scim.called('xavier.dubois').member_id)).toContain('editor');
    expect((await scim.ask('PATCH', `/Groups/${tellers}`, entra.renamedGroup('Tellers'))).body).toMatchObject({
      displayName: 'Tellers',
    });
    const [found] = await scim.listed(`/Groups?${entra.lookUpGroup('tellers')}`);
    expect(found).toMatchObject({ id: tellers, displayName: 'Tellers' });
    expect(found).not.toHaveProperty('members');
  });

  it('replaces and deletes a group together with its roles', async () => {
    const tellers = await scim.groupCalled('Tellers');
    await scim.assign(tellers, 'editor');
    const viktor = scim.called('viktor.petrov').member_id;
    const xavier = scim.called('xavier.dubois').member_id;
    await scim.ask('PUT', `/Groups/${tellers}`, { ...okta.group('Tellers'), members: [{ value: viktor }] });
    expect([scim.rolesOf(viktor), scim.rolesOf(xavier)]).toEqual([['stytch_member', 'editor'], ['stytch_member']]);

    expect((await scim.ask('DELETE', `/Groups/${tellers}`)).status).toBe(204);
    expect(await scim.groupCalled('Tellers')).toBe('');
    expect(scim.rolesOf(viktor)).toEqual(['stytch_member']);
    expect((await scim.stytch.ok(getConnection, bank)).connection?.scim_group_implicit_role_assignments).toEqual([]);
    expect((await scim.ask('GET', `/Groups/${tellers}`)).status).toBe(404);
  });

  it('rejects a member who is not a user of the connection, and changes nothing', async () => {
    const tellers = await scim.groupCalled('Tellers');
    const before = (await scim.ask('GET', `/Groups/${tellers}`)).body;
    for (const [method, body] of [
      ['PATCH', entra.addMembers(['member-test-unknown'])],
      ['PUT', { ...okta.group('Other'), members: [{ value: 'member-test-unknown' }] }],
    ] as const) {
      expect(await scim.ask(method, `/Groups/${tellers}`, body)).toMatchObject({
        status: 400,
        body: { schemas: [ERROR], scimType: 'invalidValue' },
      });
    }
    expect((await scim.ask('GET', `/Groups/${tellers}`)).body).toEqual(before);
  });
});
