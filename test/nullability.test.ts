/**
 * Nullability compared with the contract: a required leaf is non-null if its value is reliable. Exceptions are listed
 * with their reasons.
 */
import {
  GraphQLEnumType,
  type GraphQLField,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { contractTypes } from '../schema/builder.ts';
import { leafReader } from '../schema/leaf.ts';
import { LoggedPlaces, ResponseFaults, UnreadableError } from '../src/stytch/client/response-faults.ts';
import { contract, contractRoutes } from './contract.ts';

/** Required leaves of the contract that are nullable: `Type.field`, or `Type` for all fields of a type. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  'Stytch sends the empty text for none: nobody gave a name, a description or a picture.': [
    'ActiveScimConnection.displayName',
    'ActiveSsoConnection.displayName',
    'ConnectedApp.description',
    'ConnectedApp.name',
    'ExternalConnection.displayName',
    'M2mClient.description',
    'M2mClient.name',
    'Member.name',
    'MemberConnectedApp.description',
    'MemberConnectedApp.name',
    'OidcConnection.displayName',
    'Organization.logoUrl',
    'OrganizationConnectedApp.description',
    'OrganizationConnectedApp.name',
    'PublicConnectedApp.description',
    'PublicConnectedApp.name',
    'Resource.description',
    'Role.description',
    'SamlConnection.displayName',
    'ScimConnection.displayName',
    'Scope.description',
    'ScopeResult.description',
  ],
  'Stytch sends the empty text for none: the person has no such factor, or there is nothing to say.': [
    'Member.defaultMfaMethod',
    'Member.mfaPhoneNumber',
    'Member.passwordId',
    'Member.totpRegistrationId',
    'MfaOptions.mfaPhoneNumber',
    'MfaOptions.totpRegistrationId',
    'ZxcvbnFeedback.warning',
    'EmailAddressInformation.normalizedEmailAddress',
    'JsonWebKey.x5tS256',
  ],
  'Stytch sends the empty text until it is set.': [
    'OidcConnection.authorizationUrl',
    'OidcConnection.clientId',
    'OidcConnection.clientSecret',
    'OidcConnection.customScopes',
    'OidcConnection.issuer',
    'OidcConnection.jwksUrl',
    'OidcConnection.tokenUrl',
    'OidcConnection.userinfoUrl',
    'SamlConnection.alternativeAcsUrl',
    'SamlConnection.alternativeAudienceUri',
    'SamlConnection.idpEntityId',
    'SamlConnection.idpSsoUrl',
  ],
  'Stytch sends the empty text for what the identity provider does not say.': [
    'ScimAddress',
    'ScimAttributeValue',
    'ScimAttributes',
    'ScimEmail',
    'ScimEnterpriseExtension',
    'ScimManager',
    'ScimName',
    'ScimPhoto',
    'ScimUserGroup.display',
  ],
  'Stytch sends the empty text for what is not known of a network or a browser.': [
    'AutonomousSystem',
    'BrowserProperties.userAgent',
    'IpGeolocation',
  ],
  'A secret that did not come is null, and never a text that looks like one.': [
    'EncryptionPrivateKey.privateKey',
    'GithubTokens.accessToken',
    'GoogleTokens.idToken',
    'HubspotTokens.accessToken',
    'MicrosoftTokens.accessToken',
    'MicrosoftTokens.idToken',
    'OidcTokens.accessToken',
    'OidcTokens.idToken',
    'SlackTokens.accessToken',
    'SlackTokens.botAccessToken',
  ],
  'Another type of the same interface has the field for what may be missing; one query could not ask for both.': [
    'EmailFactor.emailId',
    'SsoFactor.registrationId',
  ],
  'Tokens without it are as good.': ['HubspotTokens.providerTenantId', 'SlackTokens.providerTenantId'],
  'Picked from a list, in which Stytch may not have it.': ['ProjectMetrics'],
};

/** Strings and numbers that are non-null although the contract does not require them. */
const GIVEN_BY_GATEWAY = ['RevokeMemberConnectedAppPayload.clientId'];

const excepted = new Set(Object.values(EXCEPTIONS).flat());

type Field = GraphQLField<unknown, unknown>;
type Backed = { name: string; field: Field; property: string; schemas: readonly string[] };

const isPayload = (name: string) => name.endsWith('Payload');
const isSignIn = (name: string) => {
  const type = schema.getType(name);
  return isObjectType(type) && type.getInterfaces().some((one) => one.name === 'SignIn');
};
const fieldsOf = (name: string): Field[] => {
  const type = schema.getType(name);
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
};

/** The objects of the contract behind a type of the graph: by its declaration, or as the response of its mutation. */
const backing = new Map<string, Set<string>>([...contractTypes].map(([name, schemas]) => [name, new Set(schemas)]));
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
for (const { method, path, response } of contractRoutes.values()) {
  for (const { name, extensions } of mutations) {
    const operations = extensions['operations'];
    if (method === 'get' || !Array.isArray(operations) || !operations.includes(`${method} ${path}`)) continue;
    const payload = `${name[0]?.toUpperCase()}${name.slice(1)}Payload`;
    backing.set(payload, new Set([...(backing.get(payload) ?? []), response]));
  }
}

const backed: Backed[] = [...backing].flatMap(([name, schemas]) =>
  fieldsOf(name).flatMap((field) => {
    const { exposed: property } = field.extensions;
    return typeof property === 'string' ? [{ name, field, property, schemas: [...schemas] }] : [];
  }),
);

const requires = (schemaName: string, property: string): boolean => {
  const required: unknown = Reflect.get(contract.components.schemas[schemaName] ?? {}, 'required');
  return Array.isArray(required) && required.includes(property);
};
const isRequired = ({ property, schemas }: Backed) => schemas.every((name) => requires(name, property));
const place = ({ name, field }: Pick<Backed, 'name' | 'field'>) => `${name}.${field.name}`;
const isExcepted = (one: Backed) => excepted.has(place(one)) || excepted.has(one.name);

/** Leaves that the graph can make non-null. An unreadable DateTime has no default. */
const isPromising = ({ name, field }: Backed) => {
  const type = getNullableType(field.type);
  // The tokens of a sign-in are null until it is complete; `outcome` has the type. See graph.md, 5.
  return isLeafType(type) && type.name !== 'DateTime' && !(isPayload(name) && isSignIn(name));
};

/** Accounts whose existence is hidden: these mutations respond as if the account did not exist. */
const isDiscreet = ({ name }: Backed) => /^(Send|StartMemberPasswordReset|ResetMemberPassword)/.test(name);

describe('a leaf that the contract requires', () => {
  const required = backed.filter((one) => isPromising(one) && isRequired(one) && !isDiscreet(one));

  it('is there in numbers', () => expect(required.length).toBeGreaterThan(150));

  it('is non-null, or an exception says why', () => {
    const nullable = required.filter(({ field }) => !isNonNullType(field.type));
    expect(nullable.filter((one) => !isExcepted(one)).map(place)).toEqual([]);
  });

  it('is no exception without need', () => {
    const nullable = required.filter(({ field }) => !isNonNullType(field.type));
    const needed = new Set(nullable.flatMap((one) => [place(one), one.name]));
    expect([...excepted].filter((entry) => !needed.has(entry))).toEqual([]);
  });
});

describe('a text or number that the contract does not require', () => {
  it('is nullable', () => {
    const promised = backed.filter((one) => {
      const type = getNullableType(one.field.type);
      const isValue = isLeafType(type) && !(type instanceof GraphQLEnumType) && type.name !== 'Boolean';
      return isValue && isNonNullType(one.field.type) && !isRequired(one);
    });
    expect(promised.map(place)).toEqual(GIVEN_BY_GATEWAY);
  });
});

describe('the payload of a mutation that succeeded', () => {
  /** A read that is a mutation only to keep a secret out of caches has the nullability of reads. */
  const reads = new Set(
    mutations
      .filter(({ extensions }) => {
        const { pothosOptions } = extensions;
        return Reflect.get(Object(pothosOptions), 'readOnly') === true;
      })
      .map(({ name }) => `${name[0]?.toUpperCase()}${name.slice(1)}Payload`),
  );
  const payloads = [...backing.keys()].filter((name) => isPayload(name) && !isSignIn(name) && !reads.has(name));
  const isSecret = ({ extensions }: Field) => {
    const { directives } = extensions;
    return typeof directives === 'object' && directives !== null && 'secret' in directives;
  };

  it('is held for many', () => expect(payloads.length).toBeGreaterThan(40));

  it('has the thing, unless it stands beside a value that is shown only once', () => {
    const missing = payloads.flatMap((name) => {
      const fields = fieldsOf(name);
      if (fields.some(isSecret)) return [];
      return backed.filter(
        (one) =>
          one.name === name &&
          (isRequired(one) || one.property === 'connection') &&
          !isDiscreet(one) &&
          isCompositeType(getNullableType(one.field.type)) &&
          !isNonNullType(one.field.type) &&
          one.field.extensions['access'] === undefined,
      );
    });
    expect(missing.map(place)).toEqual([]);
  });

  it('has nothing beside such a value that could take it along', () => {
    const risky = payloads.flatMap((name) => {
      const fields = fieldsOf(name);
      if (!fields.some(isSecret)) return [];
      return fields
        .filter(({ type }) => isNonNullType(type) && isCompositeType(getNullableType(type)))
        .map((field) => place({ name, field }));
    });
    expect(risky).toEqual([]);
  });
});

describe('an unreadable value of a non-null leaf', () => {
  const leaves = new Map(
    backed.flatMap(({ field }) => {
      const type = getNullableType(field.type);
      return isLeafType(type) && isNonNullType(field.type) ? [[type.name, type] as const] : [];
    }),
  );
  it.each([...leaves])('has a zero value to stand in: %s', (_, leaf) => {
    const logged: string[] = [];
    const faults = new ResponseFaults((message) => logged.push(message), new LoggedPlaces());
    const read = leafReader(leaf, { place: { type: 'T', field: 'f' }, nullable: false });
    const odd = (value: unknown): unknown => {
      try {
        // Only `faults` of the context is read.
        return read(value, {}, { faults } as Parameters<typeof read>[2]);
      } catch (cause) {
        expect(cause).toBeInstanceOf(UnreadableError);
        return cause instanceof UnreadableError ? cause.standIn : undefined;
      }
    };
    for (const value of [undefined, null, [[]], Number.NaN]) {
      const zero = odd(value);
      expect(zero).toBeDefined();
      expect(zero).not.toBeNull();
      expect(leaf.serialize(zero)).toBeDefined();
    }
    expect(logged.length).toBe(2);
  });

  it('is told of no moment: each is nullable', () => {
    const moments = backed.filter(({ field }) => getNamedType(field.type).name === 'DateTime');
    expect(moments.length).toBeGreaterThan(20);
    expect(moments.filter(({ field }) => isNonNullType(field.type)).map(place)).toEqual([]);
  });
});

it('fields of one name have one type, wherever types may stand in the same place', () => {
  const clashes = Object.values(schema.getTypeMap())
    .filter((type) => isInterfaceType(type) && type.name !== 'Node' && type.name !== 'Error')
    .flatMap((type) => (isInterfaceType(type) ? [...schema.getPossibleTypes(type)] : []))
    .reduce((seen, type) => {
      for (const { name, type: fieldType } of Object.values(type.getFields())) {
        const key = `${type
          .getInterfaces()
          .map((one) => one.name)
          .join()}.${name}`;
        seen.set(key, new Set([...(seen.get(key) ?? []), String(fieldType)]));
      }
      return seen;
    }, new Map<string, Set<string>>());
  expect([...clashes].filter(([, types]) => types.size > 1).map(([key]) => key)).toEqual([]);
});
