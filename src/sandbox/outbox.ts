import { type Message, type ProjectStore, timestamp } from './store.ts';

/** Puts a message where a person or a test can read it instead of mailing or texting it. */
export const send = (store: ProjectStore, message: Omit<Message, 'sent_at'>) => {
  store.outbox.unshift({ sent_at: timestamp(store.now()), ...message });
  store.outbox.length = Math.min(store.outbox.length, 500);
};

/** The link in a mail: to the address that was asked for, or to where an app usually listens. */
export const linkTo = (redirectUrl: string | undefined, tokenType: string, token: string) => {
  const link = new URL(redirectUrl || 'http://localhost:3000/authenticate');
  link.searchParams.set('stytch_token_type', tokenType);
  link.searchParams.set('token', token);
  return link.href;
};
