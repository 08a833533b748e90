/** Mutations by name, for tests that send many. */
import { expect } from 'vitest';
import type { ActAs, SandboxGateway } from './gateway.ts';

/** What a mutation came to: its payload's fields, or those of MutationError. */
export type MutationResult = Record<string, unknown> & { __typename?: string };

const pascal = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}`;

/** What a sign-in came to, whatever it is. */
export const OUTCOME = `outcome { __typename
  ... on SignedIn { sessionToken sessionJwt session { memberSessionId } }
  ... on SecondFactorRequired { intermediateSessionToken options { mfaPhoneNumber totpRegistrationId } started }
  ... on EnrollmentRequired { intermediateSessionToken options { mfaPhoneNumber } }
  ... on FirstFactorRequired { intermediateSessionToken allowedAuthMethods }
  ... on OrganizationRequired { intermediateSessionToken organizations { nextStep organization { slug } membership { type } } }
}`;

/** All that the interface SignIn has. */
export const SIGN_IN_FIELDS = `member { memberId } organization { slug } ${OUTCOME}`;

/** The tokens of an outcome, by whatever name they have there. */
export interface Outcome {
  __typename: string;
  sessionToken: string;
  sessionJwt: string;
  intermediateSessionToken: string;
}

/** What a payload came to, as `SIGN_IN_FIELDS` asks for it. */
export const outcomeOf = (payload: MutationResult): Outcome => payload['outcome'] as unknown as Outcome;

/** Sends a mutation; `select` is what to read of its payload. */
export const sendMutation = (g: SandboxGateway, name: string, input: object, select = 'requestId', as: ActAs = null) =>
  g.query<Record<string, MutationResult>>(
    `mutation ($input: ${pascal(name)}Input!) { ${name}(input: $input) {
      __typename ... on ${pascal(name)}Payload { ${select} } ... on MutationError { code errorType } } }`,
    { variables: { input }, as },
  );

/** The same for one that is answered: by its payload, or by a MutationError. */
export const sendMutationOk = async (...args: Parameters<typeof sendMutation>): Promise<MutationResult> => {
  const { data, errors } = await sendMutation(...args);
  expect(errors).toEqual([]);
  return data?.[args[1]] ?? {};
};
