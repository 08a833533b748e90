/** Subjects of emails, shared by members and users. */

/** Purpose of an email. */
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

/** Subject of an email. Default and fallback locale: English. */
export const subjectOf = (purpose: Purpose, locale = 'en'): string =>
  new Map(Object.entries(subjects[purpose])).get(locale) ?? subjects[purpose].en;
