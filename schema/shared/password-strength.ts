/** What is said of a password before it is set, the same for members and users. */
import { contractObject, wordEnum } from '../builder.ts';
import type { InputFieldBuilder, PayloadFieldBuilder } from '../mutation.ts';

const StrengthPolicy = wordEnum('StrengthPolicy', 'How a project judges passwords.', {
  ZXCVBN: { value: 'zxcvbn', description: 'By an estimate of how long guessing would take.' },
  LUDS: { value: 'luds', description: 'By length and by kinds of characters.' },
});

export const LudsFeedback = contractObject(
  'LudsFeedback',
  'api_b2b_password_v1_LudsFeedback',
  'api_password_v1_LUDSRequirements',
).implement({
  description: 'What a password has and lacks, by length and by kinds of characters.',
  fields: (t) => ({
    hasLowerCase: t.exposeBoolean('has_lower_case', { description: 'Whether it has a small letter.' }),
    hasUpperCase: t.exposeBoolean('has_upper_case', { description: 'Whether it has a capital letter.' }),
    hasDigit: t.exposeBoolean('has_digit', { description: 'Whether it has a digit.' }),
    hasSymbol: t.exposeBoolean('has_symbol', { description: 'Whether it has any other character.' }),
    missingComplexity: t.exposeInt('missing_complexity', {
      description: 'How many more kinds of characters it needs; 0 when there are enough.',
    }),
    missingCharacters: t.exposeInt('missing_characters', {
      description: 'How many more characters it needs; 0 when it is long enough.',
    }),
  }),
});

/** What is judged. */
const judgedPasswordInput = (t: InputFieldBuilder) => ({
  password: t.string({
    required: true,
    secret: true,
    description: 'The password. Give it as a variable, so that it stays out of the document.',
  }),
  emailAddress: t.field({
    type: 'EmailAddress',
    description: 'Address of the person: a password that resembles it is weak, and leaked ones become invalid.',
  }),
});

/** What the mutations of both graphs have in common that check a password before it is set. */
export const passwordCheck = {
  access: 'anyone',
  readOnly: true,
  description:
    'Checks a password before it is set, while the person types it. Changes nothing; it is a mutation so that no cache keeps the password.',
  input: judgedPasswordInput,
} as const;

/** What is said of a password, beside how to make it stronger. */
export interface JudgedPassword {
  request_id: string;
  valid_password: boolean;
  score: number;
  breached_password: boolean;
  strength_policy: string;
  breach_detection_on_create: boolean;
}

/** The same in the graph. */
export const judgedPasswordPayload = (t: PayloadFieldBuilder<JudgedPassword>) => ({
  validPassword: t.exposeBoolean('valid_password', { description: 'Whether it could be set.' }),
  score: t.exposeInt('score', {
    description: 'How hard it is to guess: 0 to 4, of which 3 will do where the policy is ZXCVBN.',
  }),
  breachedPassword: t.exposeBoolean('breached_password', {
    description: 'Whether it is known from leaks; false also where `breachDetectionOnCreate` is.',
  }),
  breachDetectionOnCreate: t.exposeBoolean('breach_detection_on_create', {
    description: 'Whether the project refuses passwords that leaked.',
  }),
  strengthPolicy: t.expose('strength_policy', {
    type: StrengthPolicy,
    description: 'How the project judges; says which feedback there can be.',
  }),
});
