/** The subjects of mails, the same for members and users. */

/** What a mail is for. */
export type Purpose = 'login' | 'signup' | 'invite' | 'discovery' | 'reset';
export type Locale = 'en' | 'es' | 'pt-br' | 'fr';

const subjects: Record<Purpose, Record<Locale, string>> = {
  login: { en: 'Sign in', es: 'Inicia sesión', 'pt-br': 'Entre na sua conta', fr: 'Connectez-vous' },
  signup: {
    en: 'Finish signing up',
    es: 'Completa tu registro',
    'pt-br': 'Conclua seu cadastro',
    fr: 'Terminez votre inscription',
  },
  invite: {
    en: 'You are invited',
    es: 'Tienes una invitación',
    'pt-br': 'Você recebeu um convite',
    fr: 'Vous êtes invité',
  },
  discovery: {
    en: 'Find your organization',
    es: 'Encuentra tu organización',
    'pt-br': 'Encontre sua organização',
    fr: 'Trouvez votre organisation',
  },
  reset: {
    en: 'Choose a new password',
    es: 'Elige una contraseña nueva',
    'pt-br': 'Escolha uma nova senha',
    fr: 'Choisissez un nouveau mot de passe',
  },
};

/** The subject of a mail; English where nothing else is asked for. */
export const subjectOf = (purpose: Purpose, locale = 'en'): string =>
  new Map(Object.entries(subjects[purpose])).get(locale) ?? subjects[purpose].en;
