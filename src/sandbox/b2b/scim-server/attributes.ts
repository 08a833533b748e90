/** Maps a SCIM user to a member's `scim_attributes` and back. */
import { isRecord } from '../../../stytch/contract/record.ts';
import type { Member } from '../store.ts';
import { type Resource, refuse } from './schema.ts';

type Registration = NonNullable<Member['scim_registration']>;
export type ScimAttributes = NonNullable<Registration['scim_attributes']>;

const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const text = (from: unknown, name: string): string => {
  const value = isRecord(from) ? from[name] : undefined;
  return typeof value === 'string' ? value : '';
};
const flag = (from: unknown, name: string): boolean => isRecord(from) && from[name] === true;
const list = (from: Resource, name: string): unknown[] => {
  const value = from[name];
  return Array.isArray(value) ? value : [];
};

const values = (user: Resource, name: string) =>
  list(user, name).map((item) => ({
    value: text(item, 'value'),
    type: text(item, 'type'),
    primary: flag(item, 'primary'),
  }));

const nameOf = (name: Resource): NonNullable<ScimAttributes['name']> => ({
  formatted: text(name, 'formatted'),
  family_name: text(name, 'familyName'),
  given_name: text(name, 'givenName'),
  middle_name: text(name, 'middleName'),
  honorific_prefix: text(name, 'honorificPrefix'),
  honorific_suffix: text(name, 'honorificSuffix'),
});

const enterpriseOf = (extension: Resource): NonNullable<ScimAttributes['enterprise_extension']> => {
  const { manager } = extension;
  return {
    employee_number: text(extension, 'employeeNumber'),
    cost_center: text(extension, 'costCenter'),
    division: text(extension, 'division'),
    department: text(extension, 'department'),
    organization: text(extension, 'organization'),
    ...(isRecord(manager)
      ? {
          manager: {
            value: text(manager, 'value'),
            ref: text(manager, '$ref'),
            display_name: text(manager, 'displayName'),
          },
        }
      : {}),
  };
};

/** `scim_attributes` of a user. `own` holds the properties that only the server sets. */
export const attributesOf = (user: Resource, own: Pick<ScimAttributes, 'id' | 'active' | 'groups'>): ScimAttributes => {
  const { name, [ENTERPRISE_USER]: enterprise } = user;
  return {
    ...own,
    user_name: text(user, 'userName'),
    external_id: text(user, 'externalId'),
    display_name: text(user, 'displayName'),
    nick_name: text(user, 'nickName'),
    profile_url: text(user, 'profileUrl'),
    user_type: text(user, 'userType'),
    title: text(user, 'title'),
    preferred_language: text(user, 'preferredLanguage'),
    locale: text(user, 'locale'),
    timezone: text(user, 'timezone'),
    emails: values(user, 'emails'),
    phone_numbers: values(user, 'phoneNumbers'),
    addresses: list(user, 'addresses').map((item) => ({
      formatted: text(item, 'formatted'),
      street_address: text(item, 'streetAddress'),
      locality: text(item, 'locality'),
      region: text(item, 'region'),
      postal_code: text(item, 'postalCode'),
      country: text(item, 'country'),
      type: text(item, 'type'),
      primary: flag(item, 'primary'),
    })),
    ims: values(user, 'ims'),
    photos: values(user, 'photos'),
    entitlements: values(user, 'entitlements'),
    roles: values(user, 'roles'),
    x509certificates: values(user, 'x509Certificates'),
    ...(isRecord(name) ? { name: nameOf(name) } : {}),
    ...(isRecord(enterprise) ? { enterprise_extension: enterpriseOf(enterprise) } : {}),
  };
};

/** Omits empty texts, objects and lists, recursively. */
const withoutEmptyValues = (record: Resource): Resource =>
  Object.fromEntries(
    Object.entries(record)
      .map(([name, value]): [string, unknown] => {
        if (Array.isArray(value))
          return [name, value.map((item) => (isRecord(item) ? withoutEmptyValues(item) : item))];
        return [name, isRecord(value) ? withoutEmptyValues(value) : value];
      })
      .filter(([, value]) => value !== '' && value !== undefined && !isEmpty(value)),
  );

const isEmpty = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** A member as a SCIM user. */
export const userOf = (
  { member_id, status, created_at, updated_at }: Member,
  attributes: ScimAttributes,
  base: string,
): Resource => {
  const { name, enterprise_extension: enterprise } = attributes;
  return {
    ...withoutEmptyValues({
      externalId: attributes.external_id,
      userName: attributes.user_name,
      name: name && {
        formatted: name.formatted,
        familyName: name.family_name,
        givenName: name.given_name,
        middleName: name.middle_name,
        honorificPrefix: name.honorific_prefix,
        honorificSuffix: name.honorific_suffix,
      },
      displayName: attributes.display_name,
      nickName: attributes.nick_name,
      profileUrl: attributes.profile_url,
      userType: attributes.user_type,
      title: attributes.title,
      preferredLanguage: attributes.preferred_language,
      locale: attributes.locale,
      timezone: attributes.timezone,
      emails: attributes.emails,
      phoneNumbers: attributes.phone_numbers,
      addresses: attributes.addresses.map(({ street_address, postal_code, ...address }) => ({
        ...address,
        streetAddress: street_address,
        postalCode: postal_code,
      })),
      ims: attributes.ims,
      photos: attributes.photos,
      groups: attributes.groups.map(({ value, display }) => ({
        value,
        display,
        type: 'direct',
        $ref: `${base}/Groups/${value}`,
      })),
      entitlements: attributes.entitlements,
      roles: attributes.roles,
      x509Certificates: attributes.x509certificates,
      [ENTERPRISE_USER]: enterprise && {
        employeeNumber: enterprise.employee_number,
        costCenter: enterprise.cost_center,
        division: enterprise.division,
        department: enterprise.department,
        organization: enterprise.organization,
        manager: enterprise.manager && {
          value: enterprise.manager.value,
          $ref: enterprise.manager.ref,
          displayName: enterprise.manager.display_name,
        },
      },
    }),
    id: member_id,
    // The status decides: a member may have been deleted by another operation, and the identity provider may reactivate
    // it.
    active: status !== 'deleted',
    meta: { created: created_at, lastModified: updated_at ?? created_at },
  };
};

/**
 * Email address of the member: the primary address, else the first one, else the userName. Rejects a user without any.
 */
export const emailOf = (user: Resource): string => {
  const emails = values(user, 'emails').filter(({ value }) => value !== '');
  const address = (emails.find(({ primary }) => primary) ?? emails[0])?.value ?? text(user, 'userName');
  return address.includes('@') ? address : refuse(400, 'invalidValue', 'A user needs an email address.');
};

/** Name of a user; empty if the identity provider sent none. */
export const displayNameOf = ({ display_name, name }: ScimAttributes): string =>
  display_name || name?.formatted || [name?.given_name, name?.family_name].filter(Boolean).join(' ');
