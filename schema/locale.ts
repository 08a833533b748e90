import { inputEnum } from './builder.ts';

/** Languages of what Stytch sends to people. */
export const LocaleInput = inputEnum('LocaleInput', 'Language of a message to a person.', {
  EN: { value: 'en', description: 'English.' },
  ES: { value: 'es', description: 'Spanish.' },
  FR: { value: 'fr', description: 'French.' },
  PT_BR: { value: 'pt-br', description: 'Brazilian Portuguese.' },
});
