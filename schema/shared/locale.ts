import { wordEnum } from '../builder.ts';

const locales = {
  EN: { value: 'en', description: 'English.' },
  ES: { value: 'es', description: 'Spanish.' },
  FR: { value: 'fr', description: 'French.' },
  PT_BR: { value: 'pt-br', description: 'Brazilian Portuguese.' },
} as const;

/** Languages of the messages that Stytch sends to people. */
export const Locale = wordEnum('Locale', 'Language of a message to a person.', locales, 'inputOnly');

/** Languages of the text messages that carry passcodes. */
export const SmsLocale = wordEnum(
  'SmsLocale',
  'Language of a text message.',
  {
    ...locales,
    IT: { value: 'it', description: 'Italian.' },
    DE_DE: { value: 'de-DE', description: 'German.' },
    ZH_HANS: { value: 'zh-Hans', description: 'Chinese, simplified.' },
    CA_ES: { value: 'ca-ES', description: 'Catalan.' },
    JA: { value: 'ja', description: 'Japanese.' },
    RU: { value: 'ru', description: 'Russian.' },
    NL: { value: 'nl', description: 'Dutch.' },
    PL: { value: 'pl', description: 'Polish.' },
    TR: { value: 'tr', description: 'Turkish.' },
    FA: { value: 'fa', description: 'Persian.' },
    VI: { value: 'vi', description: 'Vietnamese.' },
    CS: { value: 'cs', description: 'Czech.' },
  },
  'inputOnly',
);
