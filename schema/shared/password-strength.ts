/** Password strength checks, shared by members and users. */
import { contractObject, wordEnum } from '../builder.ts';
import type { InputFieldBuilder, PayloadFieldBuilder } from '../mutation.ts';

const StrengthPolicy = wordEnum('StrengthPolicy', 'Method by which a project rates passwords.', {
  ZXCVBN: { value: 'zxcvbn', description: 'Estimates the number of guesses that an attacker needs (zxcvbn).' },
  LUDS: {
    value: 'luds',
    description: 'Checks the length and the kinds of characters (lower case, upper case, digits, symbols).',
  },
});

export const LudsFeedback = contractObject(
  'LudsFeedback',
  'api_b2b_password_v1_LudsFeedback',
  'api_password_v1_LUDSRequirements',
).implement({
  description: 'Feedback by length and kinds of characters.',
  fields: (t) => ({
    hasLowerCase: t.exposeBoolean('has_lower_case', {
      description: 'Whether the password contains a lower-case letter.',
    }),
    hasUpperCase: t.exposeBoolean('has_upper_case', {
      description: 'Whether the password contains an upper-case letter.',
    }),
    hasDigit: t.exposeBoolean('has_digit', { description: 'Whether the password contains a digit.' }),
    hasSymbol: t.exposeBoolean('has_symbol', { description: 'Whether the password contains any other character.' }),
    missingComplexity: t.exposeInt('missing_complexity', {
      description: 'Number of kinds of characters still missing. 0 if there are enough.',
    }),
    missingCharacters: t.exposeInt('missing_characters', {
      description: 'Number of characters still missing. 0 if the password is long enough.',
    }),
  }),
});

/** The password to rate. */
const judgedPasswordInput = (t: InputFieldBuilder) => ({
  password: t.string({
    required: true,
    secret: true,
    description: 'The password. Send it as a variable, so that the document does not contain it.',
  }),
  emailAddress: t.field({
    type: 'EmailAddress',
    description:
      'Email address of the person. With it, a password that resembles it is rated as weak, and a leaked password is invalid.',
  }),
});

/** Definition that the password check mutations of both graphs share. */
export const passwordCheck = {
  access: 'anyone',
  readOnly: true,
  description:
    'Checks a password before it is set, for example while the person types it. Changes nothing. It is a mutation so that no cache stores the password.',
  input: judgedPasswordInput,
} as const;

/** Rating of a password, without the feedback. */
export interface JudgedPassword {
  request_id: string;
  valid_password: boolean;
  score: number;
  breached_password: boolean;
  strength_policy: string;
  breach_detection_on_create: boolean;
}

/** Fields of a rating. */
export const judgedPasswordPayload = (t: PayloadFieldBuilder<JudgedPassword>) => ({
  validPassword: t.exposeBoolean('valid_password', { description: 'Whether the project accepts the password.' }),
  score: t.exposeInt('score', {
    description: 'Strength of the password, 0 to 4. If the policy is ZXCVBN, 3 is enough.',
  }),
  breachedPassword: t.exposeBoolean('breached_password', {
    description: 'Whether the password is known from leaks. Always false if `breachDetectionOnCreate` is false.',
  }),
  breachDetectionOnCreate: t.exposeBoolean('breach_detection_on_create', {
    description: 'Whether the project rejects leaked passwords.',
  }),
  strengthPolicy: t.expose('strength_policy', {
    type: StrengthPolicy,
    description: 'Method by which the project rates passwords. Determines which feedback is returned.',
  }),
});
