import { memberScimRegistration, type ScimRegistrationShape, scimConnectionOf } from '../../resolvers/b2b/scim.ts';
import { builder, cacheId, contractObject, contractTypes } from '../builder.ts';
import { Member } from './member.ts';
import { ScimConnection } from './scim.ts';

// Names and meanings follow the SCIM core schema (RFC 7643), for the attributes that Stytch stores.

const type = {
  nullable: true,
  description: 'Kind of value, as the identity provider names it, such as `work`. Null if not sent.',
} as const;
const primary = { description: 'Whether this is the preferred value of its attribute.' } as const;

const ScimName = contractObject('ScimName', 'api_b2b_scim_v1_Name').implement({
  description: 'The components of a person’s name.',
  fields: (t) => ({
    formatted: t.exposeString('formatted', { nullable: true, description: 'Full name for display. Null if not sent.' }),
    familyName: t.exposeString('family_name', { nullable: true, description: 'Family name. Null if not sent.' }),
    givenName: t.exposeString('given_name', { nullable: true, description: 'Given name. Null if not sent.' }),
    middleName: t.exposeString('middle_name', { nullable: true, description: 'Middle name. Null if not sent.' }),
    honorificPrefix: t.exposeString('honorific_prefix', {
      nullable: true,
      description: 'Title before the name, such as `Dr.`. Null if not sent.',
    }),
    honorificSuffix: t.exposeString('honorific_suffix', {
      nullable: true,
      description: 'Suffix after the name, such as `III`. Null if not sent.',
    }),
  }),
});

const ScimEmail = contractObject('ScimEmail', 'api_b2b_scim_v1_Email').implement({
  description: 'An email address at the identity provider.',
  fields: (t) => ({
    value: t.expose('value', {
      type: 'EmailAddress',
      nullable: true,
      description: 'The email address. Null if not sent.',
    }),
    type: t.exposeString('type', type),
    primary: t.exposeBoolean('primary', primary),
  }),
});

const ScimPhoto = contractObject('ScimPhoto', 'api_b2b_scim_v1_Photo').implement({
  description: 'A picture of the person.',
  fields: (t) => ({
    value: t.expose('value', { type: 'URL', nullable: true, description: 'URL of the picture. Null if not sent.' }),
    type: t.exposeString('type', type),
    primary: t.exposeBoolean('primary', primary),
  }),
});

const ScimAddress = contractObject('ScimAddress', 'api_b2b_scim_v1_Address').implement({
  description: 'A postal address.',
  fields: (t) => ({
    formatted: t.exposeString('formatted', {
      nullable: true,
      description: 'Full address, possibly with line breaks. Null if not sent.',
    }),
    streetAddress: t.exposeString('street_address', {
      nullable: true,
      description: 'Street and house number. Null if not sent.',
    }),
    locality: t.exposeString('locality', { nullable: true, description: 'City or town. Null if not sent.' }),
    region: t.exposeString('region', { nullable: true, description: 'State, province or county. Null if not sent.' }),
    postalCode: t.exposeString('postal_code', { nullable: true, description: 'ZIP or postal code. Null if not sent.' }),
    country: t.exposeString('country', {
      nullable: true,
      description: 'Two-letter country code, such as `DE`. Null if not sent.',
    }),
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
  description: 'One value of a multi-valued attribute.',
  fields: (t) => ({
    value: t.exposeString('value', {
      nullable: true,
      description: 'The value, as the identity provider sent it. Null if not sent.',
    }),
    type: t.exposeString('type', type),
    primary: t.exposeBoolean('primary', primary),
  }),
});

const ScimUserGroup = contractObject('ScimUserGroup', 'api_b2b_scim_v1_Group').implement({
  description: 'A group of the person.',
  fields: (t) => ({
    value: t.exposeString('value', { description: 'Stytch id of the group: the `groupId` of a ScimGroup.' }),
    display: t.exposeString('display', {
      nullable: true,
      description: 'Name of the group at the identity provider. Null if not sent.',
    }),
  }),
});

const ScimManager = contractObject('ScimManager', 'api_b2b_scim_v1_Manager').implement({
  description: 'The manager of a person.',
  fields: (t) => ({
    value: t.exposeString('value', { nullable: true, description: 'Id of the manager’s SCIM user. Null if not sent.' }),
    ref: t.exposeString('ref', {
      nullable: true,
      description: 'URL of that SCIM user (`$ref` in SCIM). Null if not sent.',
    }),
    displayName: t.exposeString('display_name', {
      nullable: true,
      description: 'Name of the manager. Null if not sent.',
    }),
  }),
});

const ScimEnterpriseExtension = contractObject(
  'ScimEnterpriseExtension',
  'api_b2b_scim_v1_EnterpriseExtension',
).implement({
  description: 'The enterprise extension of SCIM: attributes of employees.',
  fields: (t) => ({
    employeeNumber: t.exposeString('employee_number', {
      nullable: true,
      description: 'Employee number; it may contain letters. Null if not sent.',
    }),
    costCenter: t.exposeString('cost_center', {
      nullable: true,
      description: 'Cost center of the person. Null if not sent.',
    }),
    division: t.exposeString('division', { nullable: true, description: 'Division of the person. Null if not sent.' }),
    department: t.exposeString('department', {
      nullable: true,
      description: 'Department of the person. Null if not sent.',
    }),
    organization: t.exposeString('organization', {
      nullable: true,
      description: 'Company of the person, as the identity provider names it. Null if not sent.',
    }),
    manager: t.expose('manager', {
      type: ScimManager,
      nullable: true,
      description: 'The person’s manager. Null if not sent.',
    }),
  }),
});

const ScimAttributes = contractObject('ScimAttributes', 'api_b2b_scim_v1_SCIMAttributes').implement({
  description: 'Attributes of a SCIM user: the person as the identity provider describes them.',
  fields: (t) => ({
    id: t.exposeString('id', {
      nullable: true,
      description: 'Id of the SCIM user, assigned by Stytch. Null if unknown.',
    }),
    externalId: t.exposeString('external_id', {
      nullable: true,
      description: 'Id of the person at the identity provider. Null if not sent.',
    }),
    userName: t.exposeString('user_name', {
      nullable: true,
      description:
        'Name with which the person signs in at the identity provider, often an email address. Null if not sent.',
    }),
    active: t.exposeBoolean('active', { description: 'Whether the account is active at the identity provider.' }),
    name: t.expose('name', {
      type: ScimName,
      nullable: true,
      description: 'The components of the person’s name. Null if not sent.',
    }),
    displayName: t.exposeString('display_name', { nullable: true, description: 'Name for display. Null if not sent.' }),
    nickName: t.exposeString('nick_name', { nullable: true, description: 'Nickname of the person. Null if not sent.' }),
    profileUrl: t.expose('profile_url', {
      type: 'URL',
      nullable: true,
      description: 'URL of a page about the person, such as in a company directory. Null if not sent.',
    }),
    userType: t.exposeString('user_type', {
      nullable: true,
      description: 'Relation of the person to the company, such as `Employee` or `Contractor`. Null if not sent.',
    }),
    title: t.exposeString('title', {
      nullable: true,
      description: 'Job title, such as `Vice President`. Null if not sent.',
    }),
    preferredLanguage: t.exposeString('preferred_language', {
      nullable: true,
      description: 'Preferred languages, in the format of an Accept-Language header. Null if not sent.',
    }),
    locale: t.exposeString('locale', {
      nullable: true,
      description: 'Language and region for dates, numbers and currency, such as `en-US`. Null if not sent.',
    }),
    timezone: t.exposeString('timezone', {
      nullable: true,
      description: 'IANA time zone, such as `Europe/Berlin`. Null if not sent.',
    }),
    emails: t.expose('emails', { type: [ScimEmail], description: 'Email addresses.' }),
    phoneNumbers: t.expose('phone_numbers', {
      type: [ScimAttributeValue],
      description: 'Phone numbers, in the format of the identity provider.',
    }),
    addresses: t.expose('addresses', { type: [ScimAddress], description: 'Postal addresses.' }),
    ims: t.expose('ims', { type: [ScimAttributeValue], description: 'Instant messaging addresses.' }),
    photos: t.expose('photos', { type: [ScimPhoto], description: 'Pictures of the person.' }),
    groups: t.expose('groups', { type: [ScimUserGroup], description: 'Groups of the person.' }),
    entitlements: t.expose('entitlements', {
      type: [ScimAttributeValue],
      description: 'Entitlements of the person, as the identity provider names them.',
    }),
    roles: t.expose('roles', {
      type: [ScimAttributeValue],
      description: 'Roles at the identity provider, not RBAC roles: those are in `Member.roles`.',
    }),
    x509Certificates: t.expose('x509certificates', {
      type: [ScimAttributeValue],
      description: 'Certificates of the person, in base64.',
    }),
    enterpriseExtension: t.expose('enterprise_extension', {
      type: ScimEnterpriseExtension,
      nullable: true,
      description: 'Attributes of the enterprise extension. Null if the identity provider sends none.',
    }),
  }),
});

// The organization id is added by the resolvers: `connection` needs it, and Stytch does not repeat it inside a member.
contractTypes.set('ScimRegistration', ['api_organization_v1_SCIMRegistration']);
const ScimRegistration = builder.objectRef<ScimRegistrationShape>('ScimRegistration').implement({
  description: 'Registration of a member with the SCIM connection that provisions them.',
  fields: (t) => ({
    id: cacheId(t, 'ScimRegistration', ({ registration_id }) => [registration_id]),
    registrationId: t.exposeString('registration_id', { description: 'Stytch id of the registration.' }),
    connectionId: t.exposeString('connection_id', {
      description: 'Stytch id of the connection, for callers who may not read `connection`.',
    }),
    externalId: t.exposeString('external_id', {
      nullable: true,
      description: 'Id of the account at the identity provider. Null if unknown.',
    }),
    attributes: t.expose('scim_attributes', {
      type: ScimAttributes,
      nullable: true,
      description: 'Attributes of the person at the identity provider. Null if unknown.',
    }),
    connection: t.field({
      type: ScimConnection,
      nullable: true,
      access: { resource: 'stytch.scim', action: 'get', signedIn: 'permitted' },
      operations: ['get /v1/b2b/scim/{organization_id}/connection'],
      description: 'The SCIM connection that provisions the member.',
      resolve: scimConnectionOf,
    }),
  }),
});

builder.objectField(Member, 'scimRegistration', (t) =>
  t.field({
    type: ScimRegistration,
    nullable: true,
    extensions: { exposed: 'scim_registration' },
    description: 'SCIM registration of the member. Null if SCIM does not provision them.',
    resolve: memberScimRegistration,
  }),
);
