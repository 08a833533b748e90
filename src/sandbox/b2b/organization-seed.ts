/** Organizations of a world described by a test, with their roles, connections and members. */

import type { Described, Maker } from '../control/maker.ts';
import { bodiesOf, objectAt, objectsAt, textAt } from '../control/world-seed.ts';
import { fail } from '../errors.ts';
import { findMember, findOrganization } from './find.ts';
import { setPassword } from './password-store.ts';
import { saveMember } from './save.ts';
import type { Member, Organization, Store } from './store.ts';

const CREATE = 'api_organization_v1_Create';
const UPDATE = 'api_organization_v1_Update';
const SET_ROLES = 'api_b2b_rbac_v1_b2b_rbac_organizations_SetOrgPolicy';
const CREATE_MEMBER = 'api_organization_v1_organizations_members_Create';
const CREATE_SCIM = 'api_b2b_scim_v1_b2b_scim_connection_Create';

/** Operations that create an SSO connection of each protocol and then set its remaining properties. */
const protocols = {
  saml: ['api_sso_v1_sso_saml_CreateConnection', 'api_sso_v1_sso_saml_UpdateConnection'],
  oidc: ['api_sso_v1_sso_oidc_CreateConnection', 'api_sso_v1_sso_oidc_UpdateConnection'],
} as const;

const isProtocol = (name: unknown): name is keyof typeof protocols => name === 'saml' || name === 'oidc';

/** Property of an object in a response. */
const idIn = (response: Described, object: string, name: string): string =>
  String(objectAt(object, response[object])[name]);

async function makeSsoConnection(organization_id: string, place: string, described: Described, { make }: Maker) {
  const { protocol } = described;
  if (!isProtocol(protocol)) return fail(400, 'invalid_argument', `${place}.protocol: Give saml or oidc.`);
  const [create, update] = protocols[protocol];
  const bodies = bodiesOf(place, described, [create, update], ['protocol']);
  const made = await make(create, { place, body: bodies[create], params: { organization_id } });
  if (Object.keys(bodies[update]).length === 0) return;
  const params = { organization_id, connection_id: idIn(made, 'connection', 'connection_id') };
  await make(update, { place, body: bodies[update], params });
}

/** Marks the address and phone number of an active member as verified, as if the member had signed in before. */
const verified = (member: Member): Member => ({
  ...member,
  email_address_verified: true,
  mfa_phone_number_verified: member.mfa_phone_number !== '',
});

async function makeMember(
  store: Store,
  organization: Organization,
  place: string,
  described: Described,
  { make }: Maker,
) {
  const { organization_id } = organization;
  const body = bodiesOf(place, described, [CREATE_MEMBER], ['password'])[CREATE_MEMBER];
  const password = textAt(`${place}.password`, described['password']);
  const made = await make(CREATE_MEMBER, { place, body, params: { organization_id } });
  const unverified = findMember(store, organization, idIn(made, 'member', 'member_id'));
  const member = unverified.status === 'active' ? saveMember(store, verified(unverified)) : unverified;
  if (password === undefined) return;
  setPassword(store, { email: member.email_address, members: [member] }, password);
}

async function makeOrganization(store: Store, place: string, described: Described, maker: Maker): Promise<void> {
  const { make } = maker;
  const others = ['custom_roles', 'sso_connections', 'scim_connection', 'members'];
  const { rbac_email_implicit_role_assignments: implicit, ...body } = bodiesOf(place, described, [CREATE], others)[
    CREATE
  ];
  const organization_id = idIn(await make(CREATE, { place, body }), 'organization', 'organization_id');
  const params = { organization_id };
  const { custom_roles: roles, scim_connection } = described;
  if (roles !== undefined) {
    const org_policy = { roles };
    await make(SET_ROLES, { place: `${place}.custom_roles`, body: { org_policy }, params });
  }
  // Implicit assignments may refer to the custom roles created above.
  if (implicit !== undefined) {
    await make(UPDATE, { place, body: { rbac_email_implicit_role_assignments: implicit }, params });
  }
  for (const [at, connection] of objectsAt(`${place}.sso_connections`, described['sso_connections'])) {
    await makeSsoConnection(organization_id, at, connection, maker);
  }
  if (scim_connection !== undefined) {
    const at = `${place}.scim_connection`;
    const { [CREATE_SCIM]: scim } = bodiesOf(at, objectAt(at, scim_connection), [CREATE_SCIM]);
    await make(CREATE_SCIM, { place: at, body: scim, params });
  }
  const organization = findOrganization(store, organization_id);
  for (const [at, member] of objectsAt(`${place}.members`, described['members'])) {
    await makeMember(store, organization, at, member, maker);
  }
}

/** Creates the `organizations` of a description. */
export async function fillOrganizations(store: Store, described: Described, maker: Maker): Promise<void> {
  for (const [place, organization] of objectsAt('seed.organizations', described['organizations'])) {
    await makeOrganization(store, place, organization, maker);
  }
}
