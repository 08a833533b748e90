import { send } from './outbox.ts';
import { newPasscode } from './passcode.ts';
import { inMinutes, type Member, type Store } from './store.ts';

const subjects: Record<string, string> = {
  en: 'Your sign-in code',
  es: 'Tu código de acceso',
  'pt-br': 'Seu código de acesso',
  fr: 'Votre code de connexion',
  it: 'Il tuo codice di accesso',
  'de-DE': 'Dein Anmeldecode',
  'zh-Hans': '您的登录验证码',
  'ca-ES': 'El teu codi d’accés',
};

/** Texts a member a passcode of two minutes; one sent before is void. */
export const textPhoneCode = (store: Store, member: Member, locale = 'en') => {
  const { member_id, organization_id, mfa_phone_number: to } = member;
  const code = newPasscode(to);
  store.phoneCodes.set(member_id, { code, phone_number: to, expires_at: inMinutes(store, 2) });
  const subject = subjects[locale] ?? 'Your sign-in code';
  send(store, { channel: 'sms', to, subject, member_id, organization_id, secret: code });
};
