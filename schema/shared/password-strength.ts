/** What is said of a password before it is set, the same for members and users. */
import { contractObject, wordEnum } from '../builder.ts';

export const StrengthPolicy = wordEnum('StrengthPolicy', 'How a project judges passwords.', {
  ZXCVBN: { value: 'zxcvbn', description: 'By an estimate of how long guessing would take.' },
  LUDS: { value: 'luds', description: 'By length and by kinds of characters.' },
});

export const LudsFeedback = contractObject('LudsFeedback', 'api_b2b_password_v1_LudsFeedback').implement({
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
