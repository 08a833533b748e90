/** The client helper at run time and in the compiler: `tsc` fails if a line with `@ts-expect-error` compiles. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import { MutationFailed, match, type Payload, unwrap } from '../../src/package/client.ts';
import type { SignInMutation } from '../clients/gql/graphql.ts';

type Rename =
  | { __typename: 'UpdateMemberPayload'; member: { name: string } }
  | { __typename: 'MutationError'; code: 'NOT_FOUND' | 'FORBIDDEN'; message: string };
/** The type that clients generate if they add `__typename` automatically. */
type Outcome =
  | { __typename?: 'SignedIn'; sessionJwt: string }
  | { __typename?: 'SecondFactorRequired'; options: string[] }
  | { __typename?: 'EnrollmentRequired' };

const renamed = (): Rename => ({ __typename: 'UpdateMemberPayload', member: { name: 'Ada' } });
const failed = (): Rename => ({ __typename: 'MutationError', code: 'NOT_FOUND', message: 'There is none.' });
const nothing = (): Rename | null => null;
const absent = (): Rename | null | undefined => undefined;
const cookie = () => ({ __typename: 'SignedInByCookie', session: null }) as const;
/** The type that the client preset generates for a sign-in. */
const signedIn = (): SignInMutation => ({
  __typename: 'Mutation',
  authenticateMemberPassword: {
    __typename: 'AuthenticateMemberPasswordPayload',
    member: null,
    outcome: { __typename: 'SignedIn', sessionToken: 'token', sessionJwt: 'jwt', session: null },
  },
});
const secondFactor = (): Outcome => ({ __typename: 'SecondFactorRequired', options: ['TOTP'] });

describe('match', () => {
  it('calls the handler of the type, with that type', () => {
    const text = match(renamed(), {
      UpdateMemberPayload: ({ member }) => member.name,
      MutationError: ({ code }) => code,
    });
    expect(text).toBe('Ada');
    expectTypeOf(text).toEqualTypeOf<string>();
    const answer = match(failed(), { UpdateMemberPayload: () => 1, MutationError: ({ code }) => code });
    expect(answer).toBe('NOT_FOUND');
    expectTypeOf(answer).toEqualTypeOf<number | 'NOT_FOUND' | 'FORBIDDEN'>();
  });

  it('takes null and undefined by `null`', () => {
    const handlers = { UpdateMemberPayload: () => 'payload', MutationError: () => 'error', null: () => 'nothing' };
    expect([match(nothing(), handlers), match(absent(), handlers)]).toEqual(['nothing', 'nothing']);
    const text = match(nothing(), {
      UpdateMemberPayload: ({ member }) => member.name,
      MutationError: ({ code }) => code,
      null: (value) => value,
    });
    expectTypeOf(text).toEqualTypeOf<string | null>();
  });

  it('takes outcomes whose `__typename` the document does not name', () => {
    const next = match(secondFactor(), {
      SignedIn: ({ sessionJwt }) => sessionJwt,
      SecondFactorRequired: ({ options }) => options,
      EnrollmentRequired: () => null,
    });
    expect(next).toEqual(['TOTP']);
    expectTypeOf(next).toEqualTypeOf<string | string[] | null>();
  });

  it('takes what the client preset generates for a sign-in, its outcome too', () => {
    const jwt = match(signedIn().authenticateMemberPassword, {
      AuthenticateMemberPasswordPayload: ({ outcome }) =>
        match(outcome, {
          SignedIn: ({ sessionJwt }) => sessionJwt,
          SignedInByCookie: () => null,
          SecondFactorRequired: ({ started }) => started,
          EnrollmentRequired: () => null,
          FirstFactorRequired: () => null,
          OrganizationRequired: () => null,
        }),
      MutationError: ({ code }) => code,
      null: () => null,
    });
    expect(jwt).toBe('jwt');
    const wrong = ({ outcome }: Payload<SignInMutation['authenticateMemberPassword']>) =>
      // @ts-expect-error Five of six outcomes are not handled.
      match(outcome, { SignedIn: ({ sessionJwt }) => sessionJwt });
    expect(() => wrong({ ...unwrap(signedIn().authenticateMemberPassword), outcome: cookie() })).toThrow('not handled');
  });

  it('throws where a type is new to the client, or is not known', () => {
    const handlers = { UpdateMemberPayload: () => 1, MutationError: () => 2 };
    const from = (json: string): Rename => JSON.parse(json);
    expect(() => match(from('{"__typename":"Novelty"}'), handlers)).toThrow('Novelty is not handled.');
    expect(() => match(from('{"__typename":"toString"}'), handlers)).toThrow('toString is not handled.');
    expect(() => match(from('{}'), handlers)).toThrow('Select __typename to match a result.');
  });

  it('does not compile without a handler for each type, nor with one for none', () => {
    const wrong = () => {
      // @ts-expect-error MutationError is not handled.
      match(renamed(), { UpdateMemberPayload: () => 1 });
      // @ts-expect-error null is not handled.
      match(nothing(), { UpdateMemberPayload: () => 1, MutationError: () => 2 });
      // @ts-expect-error undefined is not handled.
      match(absent(), { UpdateMemberPayload: () => 1, MutationError: () => 2 });
      // @ts-expect-error EnrollmentRequired is not handled.
      match(secondFactor(), { SignedIn: () => 1, SecondFactorRequired: () => 2 });
      // @ts-expect-error There is no such type.
      match(renamed(), { UpdateMemberPayload: () => 1, MutationError: () => 2, Novelty: () => 3 });
      // @ts-expect-error The payload has no such field.
      match(renamed(), { UpdateMemberPayload: ({ organization }) => organization, MutationError: () => 2 });
    };
    expect(wrong).toBeTypeOf('function');
  });
});

describe('unwrap', () => {
  it('returns the payload, and throws for every other result', () => {
    const payload = unwrap(renamed());
    expect(payload.member.name).toBe('Ada');
    expectTypeOf(payload).toEqualTypeOf<{ __typename: 'UpdateMemberPayload'; member: { name: string } }>();
    expectTypeOf(unwrap<Rename | null | undefined>).returns.toEqualTypeOf<typeof payload>();
    expect(() => unwrap(nothing())).toThrow('The mutation has no result; see the errors of the response.');
    const thrown = catching(() => unwrap(failed()));
    expect(thrown).toBeInstanceOf(MutationFailed);
    expect(thrown).toMatchObject({ name: 'MutationFailed', message: 'There is none.', error: { code: 'NOT_FOUND' } });
  });
});

function catching(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
