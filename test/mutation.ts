/** Mutations by name, for tests that send many. */
import { expect } from 'vitest';
import type { ActAs, SandboxGateway } from './gateway.ts';

/** The result of a mutation: the fields of its payload or of MutationError. */
export type MutationResult = Record<string, unknown> & { __typename?: string };

const pascal = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}`;

/** All types of the outcome of a sign-in. */
export const OUTCOME = `outcome { __typename
  ... on SignedIn { sessionToken sessionJwt session { memberSessionId } }
  ... on SecondFactorRequired { intermediateSessionToken options { mfaPhoneNumber totpRegistrationId } started }
  ... on EnrollmentRequired { intermediateSessionToken options { mfaPhoneNumber } }
  ... on FirstFactorRequired { intermediateSessionToken allowedAuthMethods }
  ... on OrganizationRequired { intermediateSessionToken organizations { nextStep organization { slug } membership { type } } }
}`;

/** All fields of the interface SignIn. */
export const SIGN_IN_FIELDS = `member { memberId } organization { slug } ${OUTCOME}`;

/** The tokens of an outcome, whatever their fields are called. */
export interface Outcome {
  __typename: string;
  sessionToken: string;
  sessionJwt: string;
  intermediateSessionToken: string;
}

/** The outcome of a payload that was selected with `SIGN_IN_FIELDS`. */
export const outcomeOf = (payload: MutationResult): Outcome => payload['outcome'] as unknown as Outcome;

/** Sends a mutation; `select` is the selection of its payload. */
export const sendMutation = (g: SandboxGateway, name: string, input: object, select = 'requestId', as: ActAs = null) =>
  g.query<Record<string, MutationResult>>(
    `mutation ($input: ${pascal(name)}Input!) { ${name}(input: $input) {
      __typename ... on ${pascal(name)}Payload { ${select} } ... on MutationError { code errorType } } }`,
    { variables: { input }, as },
  );

/** Sends a mutation that must return a payload or a MutationError. */
export const sendMutationOk = async (...args: Parameters<typeof sendMutation>): Promise<MutationResult> => {
  const { data, errors } = await sendMutation(...args);
  expect(errors).toEqual([]);
  return data?.[args[1]] ?? {};
};
