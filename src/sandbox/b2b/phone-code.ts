import { addToOutbox } from '../control/outbox.ts';
import { newPasscode, textSubject } from '../shared/passcode.ts';
import { inMinutes } from '../store.ts';
import type { Member, Store } from './store.ts';

/** Texts a member a passcode that is valid for two minutes. Earlier codes become invalid. */
export const textPhoneCode = (store: Store, member: Member, locale?: string) => {
  const { member_id, organization_id, mfa_phone_number: to } = member;
  const code = newPasscode(to);
  store.phoneCodes.set(member_id, { code, phone_number: to, expires_at: inMinutes(store, 2) });
  addToOutbox(store, { channel: 'sms', to, subject: textSubject(locale), member_id, organization_id, secret: code });
};
