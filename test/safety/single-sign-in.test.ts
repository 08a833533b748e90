/** T10: a document signs in at most once; the list of mutations that sign in follows from the contract. */
import { getNamedType, isInputObjectType, isUnionType } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { inputNames } from '../../schema/contract-fields.ts';
import { isSignInField, signInAttemptReader } from '../../src/sign-in/sign-in-attempt.ts';
import { operations } from '../../src/stytch/contract/operations.ts';
import { traitsOf } from '../../src/stytch/contract/traits.ts';
import type { OperationKey } from '../../src/stytch/contract/types.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { gatewayOverSandbox, type SandboxGateway, unlimitedThrottle } from '../gateway.ts';

const visitor = { kind: 'visitor' } as const;
/** A valid id without an owner. */
const MEMBER_ID = 'member-test-00000000-0000-4000-8000-000000000000';
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
const operationsOf = (field: (typeof mutations)[number]) => (field.extensions['operations'] ?? []) as string[];

describe('T10: a document signs in at most once', () => {
  let g: SandboxGateway;
  beforeAll(async () => {
    g = await gatewayOverSandbox({ tries: unlimitedThrottle() });
  });
  beforeEach(() => {
    g.calls.length = 0;
  });
  afterAll(() => g.close());

  /** Runs operation A of a document, or the only one. */
  const run = async (query: string, authorization = 'Bearer sgk_sandbox_admin') => {
    const response = await g.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
        body: JSON.stringify({ query, operationName: /\b(query|mutation) A\b/.test(query) ? 'A' : undefined }),
      }),
    );
    const { data, errors = [] } = (await response.json()) as {
      data?: object | null;
      errors?: { extensions: { code: string } }[];
    };
    return { data, codes: errors.map(({ extensions }) => extensions.code) };
  };
  const one = (alias: string, password = alias) =>
    `${alias}: authenticateMemberPassword(input: { organizationId: "o", emailAddress: "a@b.example", password: "${password}" }) { __typename }`;
  const totp =
    'authenticateMemberTotp(input: { organizationId: "o", memberId: "m", code: "000000", credential: { sessionToken: "abcdefghijklmnop" } }) { __typename }';
  const many = (count: number) => Array.from({ length: count }, (_, index) => one(`a${index}`)).join(' ');

  it.each<[string, string]>([
    ['two aliases', `mutation { ${one('a')} ${one('b')} }`],
    ['fifteen aliases', `mutation { ${many(15)} }`],
    ['a hundred aliases', `mutation { ${many(100)} }`],
    ['two kinds', `mutation { ${one('a')} ${totp} }`],
    ['inline fragments', `mutation { ... { ${one('a')} } ... on Mutation { ${one('b')} } }`],
    ['a fragment', `mutation { ...F } fragment F on Mutation { ${one('a')} ${one('b')} }`],
    ['a fragment beside', `mutation { ${one('a')} ...F } fragment F on Mutation { ${one('b')} }`],
    [
      'nested fragments',
      `mutation { ...F } fragment F on Mutation { ${one('a')} ...G } fragment G on Mutation { ... { ...H } } fragment H on Mutation { ${one('b')} }`,
    ],
    ['several operations', `mutation A { ${one('a')} } mutation B { ${one('b')} }`],
    [
      'operations that share a fragment and add to it',
      `mutation A { ...F } mutation B { ...F ${one('b')} } fragment F on Mutation { ${one('a')} }`,
    ],
    ['@include', `mutation { ${one('a')} ... @include(if: true) { ${one('b')} } }`],
    ['@skip', `mutation { ${one('a')} ... @skip(if: false) { ${one('b')} } }`],
    [
      'one that a directive excludes',
      `mutation ($no: Boolean = false) { ${one('a')} ... @include(if: $no) { ${one('b')} } }`,
    ],
    ['a query before them', `query Q { __typename } mutation A { ${one('a')} ${one('b')} }`],
    [
      'another mutation between them',
      `mutation { ${one('a')} deleteMember(input: { organizationId: "o", memberId: "m" }) { __typename } ${one('b')} }`,
    ],
    ['two with one response name', `mutation { ${one('a', 'x')} ${one('a', 'x')} }`],
  ])('%s', async (_, document) => {
    for (const authorization of ['Bearer sgk_sandbox_admin', '']) {
      const { data, codes } = await run(document, authorization);
      expect(data).toBeUndefined();
      // This number of aliases exceeds the limit for any document.
      expect(codes).toContain(document.length > 5_000 ? 'LIMIT_EXCEEDED' : 'TOO_MANY_SIGN_INS');
    }
    expect(g.calls).toEqual([]);
  });

  it('an array of requests is rejected', async () => {
    const query = `mutation { ${one('a')} }`;
    const response = await g.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([{ query }, { query }]),
      }),
    );
    expect(response.status).toBe(400);
    expect(g.calls).toEqual([]);
  });

  it.each<[string, string]>([
    ['one', `mutation { ${one('a')} }`],
    ['one in a fragment that is spread twice', `mutation { ...F ... { ...F } } fragment F on Mutation { ${one('a')} }`],
    [
      'one in a fragment of two operations',
      `mutation A { ...F } mutation B { ...F } fragment F on Mutation { ${one('a')} }`,
    ],
    [
      'one beside a mutation of another kind',
      `mutation { ${one('a')} revokeMemberSession(input: { memberSessionId: "s" }) { __typename } }`,
    ],
  ])('but allows %s', async (_, document) => {
    const { codes } = await run(document);
    expect(codes).toEqual([]);
    expect(g.calls.filter(({ id }) => /password.*_Authenticate/.test(id))).toHaveLength(1);
  });
});

describe('T10: which mutations sign in follows from the operations they call', () => {
  const signing = mutations.filter(isSignInField);
  /** Operations of the contract that check a proof: by the end of their path. */
  const shows =
    /\/(authenticate|recover|reset|attest|exchange|exchange_access_token)$|^post \/v1\/b2b\/discovery\/organizations(\/create)?$/;

  it.each(mutations.map((field) => [field.name, field] as const))('%s', (_, field) => {
    expect(isSignInField(field)).toBe(operationsOf(field).some((key) => shows.test(key)));
  });

  it('every mutation that returns a session without a permission is one of them', () => {
    const gives = mutations.filter((field) => {
      const result = getNamedType(field.type);
      const payloads = isUnionType(result) ? result.getTypes() : [];
      return payloads.some((type) => type.getFields()['outcome'] !== undefined);
    });
    const forAnybody = gives.filter(
      ({ extensions }) => extensions['access'] === 'anyone' || JSON.stringify(extensions['access']).includes('proof'),
    );
    expect(forAnybody.length).toBeGreaterThan(15);
    expect(forAnybody.filter((field) => !isSignInField(field)).map(({ name }) => name)).toEqual([]);
  });

  it('every operation of B2B that checks a proof has such a mutation', () => {
    const shown = Object.keys(operations).filter((key) => key.includes('/v1/b2b/') && shows.test(key));
    expect(shown.filter((key) => !signing.some((field) => operationsOf(field).includes(key)))).toEqual([]);
  });

  it('a visitor without a proof may only have a message sent, which is counted as one', () => {
    const changes = (field: (typeof mutations)[number]) =>
      operationsOf(field).some((key) => !traitsOf(key as OperationKey).reads);
    const forAnybody = mutations.filter(({ extensions }) => extensions['access'] === 'anyone');
    const open = forAnybody.filter(changes);
    expect(open.length).toBeGreaterThan(4);
    // A read that takes a secret is a mutation.
    expect(forAnybody.filter((field) => !changes(field)).map(({ name }) => name)).toEqual(['checkPasswordStrength']);
    for (const field of open) {
      const attempt = signInAttemptReader(
        'anyone',
        operationsOf(field) as [],
        b2b,
      )?.({ emailAddress: 'A@b.example ' }, visitor);
      expect(attempt, field.name).toEqual({
        kind: 'message',
        accounts: [{ kind: 'address', name: 'A@b.example' }],
        provesMailbox: false,
      });
    }
  });

  it('all of them are counted by the account in their input', () => {
    for (const field of signing) {
      const input = getNamedType(field.args[0]?.type ?? field.type);
      const names = isInputObjectType(input) ? inputNames(input).map(({ name }) => name) : [];
      const access = field.extensions['access'] as Parameters<typeof signInAttemptReader>[0];
      const given = Object.fromEntries(
        names.map((name) => [name, name === 'memberId' ? MEMBER_ID : `value of ${name}`]),
      );
      const { accounts = [], credential } =
        signInAttemptReader(access, operationsOf(field) as [], b2b)?.(given, visitor) ?? {};
      const named = names.includes('memberId') ? MEMBER_ID : /^value of /;
      expect(accounts[0]?.name ?? credential, field.name).toMatch(named);
    }
  });
});
