import { memberScimRegistration, type RegistrationOfMember, scimConnectionOf } from '../../resolvers/b2b/scim.ts';
import { builder, cacheId, contractObject, contractTypes } from '../builder.ts';
import { Member } from './member.ts';
import { ScimConnection } from './scim.ts';

// Names and meanings are those of SCIM's core schema (RFC 7643), as far as Stytch keeps them.

const type = {
  nullable: true,
  description: 'What kind it is, in the identity provider’s words, such as `work`.',
} as const;
const primary = { description: 'Whether it is the one to prefer among its like.' } as const;

const ScimName = contractObject('ScimName', 'api_b2b_scim_v1_Name').implement({
  description: 'A person’s name in its parts.',
  fields: (t) => ({
    formatted: t.exposeString('formatted', { nullable: true, description: 'The whole name, as it is to be shown.' }),
    familyName: t.exposeString('family_name', { nullable: true, description: 'Last name in most Western languages.' }),
    givenName: t.exposeString('given_name', { nullable: true, description: 'First name in most Western languages.' }),
    middleName: t.exposeString('middle_name', { nullable: true, description: 'What stands between the two.' }),
    honorificPrefix: t.exposeString('honorific_prefix', { nullable: true, description: 'Title before it: `Dr.`.' }),
    honorificSuffix: t.exposeString('honorific_suffix', { nullable: true, description: 'Suffix after it: `III`.' }),
  }),
});

const ScimEmail = contractObject('ScimEmail', 'api_b2b_scim_v1_Email').implement({
  description: 'An email address that the identity provider knows.',
  fields: (t) => ({
    value: t.expose('value', { type: 'EmailAddress', nullable: true, description: 'The address.' }),
    type: t.exposeString('type', type),
    primary: t.exposeBoolean('primary', primary),
  }),
});

const ScimPhoto = contractObject('ScimPhoto', 'api_b2b_scim_v1_Photo').implement({
  description: 'A picture of the person.',
  fields: (t) => ({
    value: t.expose('value', { type: 'URL', nullable: true, description: 'Where the picture is.' }),
    type: t.exposeString('type', type),
    primary: t.exposeBoolean('primary', primary),
  }),
});

const ScimAddress = contractObject('ScimAddress', 'api_b2b_scim_v1_Address').implement({
  description: 'A postal address.',
  fields: (t) => ({
    formatted: t.exposeString('formatted', { nullable: true, description: 'The whole address; it may have lines.' }),
    streetAddress: t.exposeString('street_address', { nullable: true, description: 'Street, house and the like.' }),
    locality: t.exposeString('locality', { nullable: true, description: 'City or town.' }),
    region: t.exposeString('region', { nullable: true, description: 'State, province or county.' }),
    postalCode: t.exposeString('postal_code', { nullable: true, description: 'ZIP or postal code.' }),
    country: t.exposeString('country', { nullable: true, description: 'Country, in two letters: `DE`.' }),
    type: t.exposeString('type', type),
    primary: t.exposeBoolean('primary', primary),
  }),
});

const ScimAttributeValue = contractObject(
  'ScimAttributeValue',
  'api_b2b_scim_v1_PhoneNumber',
  'api_b2b_scim_v1_IMs',
  'api_b2b_scim_v1_Entitlement',
  'api_b2b_scim_v1_Role',
  'api_b2b_scim_v1_X509Certificate',
).implement({
  description: 'One of several values that an attribute has.',
  fields: (t) => ({
    value: t.exposeString('value', { nullable: true, description: 'The value, as the identity provider wrote it.' }),
    type: t.exposeString('type', type),
    primary: t.exposeBoolean('primary', primary),
  }),
});

const ScimUserGroup = contractObject('ScimUserGroup', 'api_b2b_scim_v1_Group').implement({
  description: 'A group that the person is in.',
  fields: (t) => ({
    value: t.exposeString('value', { description: 'Stytch id of the group, the `groupId` of a ScimGroup.' }),
    display: t.exposeString('display', {
      nullable: true,
      description: 'What the identity provider calls the group.',
    }),
  }),
});

const ScimManager = contractObject('ScimManager', 'api_b2b_scim_v1_Manager').implement({
  description: 'The person somebody reports to.',
  fields: (t) => ({
    value: t.exposeString('value', { nullable: true, description: 'Id of that person’s SCIM user.' }),
    ref: t.exposeString('ref', { nullable: true, description: 'Address of that SCIM user: `$ref` in SCIM.' }),
    displayName: t.exposeString('display_name', { nullable: true, description: 'What that person is called.' }),
  }),
});

const ScimEnterpriseExtension = contractObject(
  'ScimEnterpriseExtension',
  'api_b2b_scim_v1_EnterpriseExtension',
).implement({
  description: 'What SCIM adds for people in companies.',
  fields: (t) => ({
    employeeNumber: t.exposeString('employee_number', {
      nullable: true,
      description: 'Number that the company gave the person; it may hold letters.',
    }),
    costCenter: t.exposeString('cost_center', { nullable: true, description: 'Cost center that pays for the person.' }),
    division: t.exposeString('division', { nullable: true, description: 'Division the person works in.' }),
    department: t.exposeString('department', { nullable: true, description: 'Department the person works in.' }),
    organization: t.exposeString('organization', {
      nullable: true,
      description: 'Company the person works for, in the identity provider’s words.',
    }),
    manager: t.expose('manager', { type: ScimManager, nullable: true, description: 'Whom the person reports to.' }),
  }),
});

const ScimAttributes = contractObject('ScimAttributes', 'api_b2b_scim_v1_SCIMAttributes').implement({
  description: 'A person as the identity provider describes them: the attributes of a SCIM user.',
  fields: (t) => ({
    id: t.exposeString('id', { nullable: true, description: 'Id of the SCIM user, given by Stytch.' }),
    externalId: t.exposeString('external_id', {
      nullable: true,
      description: 'Id of the person at the identity provider.',
    }),
    userName: t.exposeString('user_name', {
      nullable: true,
      description: 'Name the person signs in with at the identity provider, often an address.',
    }),
    active: t.exposeBoolean('active', { description: 'Whether the identity provider lets the person in.' }),
    name: t.expose('name', { type: ScimName, nullable: true, description: 'The person’s name in its parts.' }),
    displayName: t.exposeString('display_name', { nullable: true, description: 'Name to be shown.' }),
    nickName: t.exposeString('nick_name', { nullable: true, description: 'What the person is called casually.' }),
    profileUrl: t.expose('profile_url', {
      type: 'URL',
      nullable: true,
      description: 'Page about the person, such as in a company directory.',
    }),
    userType: t.exposeString('user_type', {
      nullable: true,
      description: 'How the person belongs to the company: `Employee`, `Contractor` and the like.',
    }),
    title: t.exposeString('title', { nullable: true, description: 'What the person is at work: `Vice President`.' }),
    preferredLanguage: t.exposeString('preferred_language', {
      nullable: true,
      description: 'Languages the person reads best, in the form of an Accept-Language header.',
    }),
    locale: t.exposeString('locale', {
      nullable: true,
      description: 'Language and region for dates, numbers and currency, such as `en-US`.',
    }),
    timezone: t.exposeString('timezone', {
      nullable: true,
      description: 'Time zone by its IANA name, such as `Europe/Berlin`.',
    }),
    emails: t.expose('emails', { type: [ScimEmail], description: 'Email addresses.' }),
    phoneNumbers: t.expose('phone_numbers', {
      type: [ScimAttributeValue],
      description: 'Phone numbers, in whatever form the identity provider keeps them.',
    }),
    addresses: t.expose('addresses', { type: [ScimAddress], description: 'Postal addresses.' }),
    ims: t.expose('ims', { type: [ScimAttributeValue], description: 'Names in instant messaging.' }),
    photos: t.expose('photos', { type: [ScimPhoto], description: 'Pictures of the person.' }),
    groups: t.expose('groups', { type: [ScimUserGroup], description: 'Groups the person is in.' }),
    entitlements: t.expose('entitlements', {
      type: [ScimAttributeValue],
      description: 'What the person has been granted, in the identity provider’s words.',
    }),
    roles: t.expose('roles', {
      type: [ScimAttributeValue],
      description: 'Roles at the identity provider: not those of RBAC, which stand at the member.',
    }),
    x509Certificates: t.expose('x509certificates', {
      type: [ScimAttributeValue],
      description: 'Certificates of the person, in Base64.',
    }),
    enterpriseExtension: t.expose('enterprise_extension', {
      type: ScimEnterpriseExtension,
      nullable: true,
      description: 'What SCIM adds for people in companies; null when the identity provider sends none of it.',
    }),
  }),
});

// What an edge starts from must say whose it is; inside a member Stytch does not repeat that.
contractTypes.set('ScimRegistration', ['api_organization_v1_SCIMRegistration']);
const ScimRegistration = builder.objectRef<RegistrationOfMember>('ScimRegistration').implement({
  description: 'The tie between a member and their account at the identity provider that provisions them.',
  fields: (t) => ({
    id: cacheId(t, 'ScimRegistration', ({ registration_id }) => [registration_id]),
    registrationId: t.exposeString('registration_id', { description: 'Stytch id of the registration.' }),
    connectionId: t.exposeString('connection_id', {
      description: 'Stytch id of the connection, for those who may not see the connection itself.',
    }),
    externalId: t.exposeString('external_id', {
      nullable: true,
      description: 'Id of the account at the identity provider.',
    }),
    attributes: t.expose('scim_attributes', {
      type: ScimAttributes,
      nullable: true,
      description: 'What the identity provider says about the person.',
    }),
    connection: t.field({
      type: ScimConnection,
      nullable: true,
      access: { resource: 'stytch.scim', action: 'get', signedIn: 'permitted' },
      operations: ['get /v1/b2b/scim/{organization_id}/connection'],
      description: 'The connection through which the member is provisioned.',
      resolve: scimConnectionOf,
    }),
  }),
});

builder.objectField(Member, 'scimRegistration', (t) =>
  t.field({
    type: ScimRegistration,
    nullable: true,
    extensions: { exposed: 'scim_registration' },
    description: 'How SCIM provisions the member; null for one who came another way.',
    resolve: memberScimRegistration,
  }),
);
