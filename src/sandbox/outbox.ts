import { type Message, type Store, timestamp } from './store.ts';

/** Puts a message where a person or a test can read it instead of mailing or texting it. */
export const send = (store: Store, message: Omit<Message, 'sent_at'>) => {
  store.outbox.unshift({ sent_at: timestamp(store.now()), ...message });
  store.outbox.length = Math.min(store.outbox.length, 500);
};
