import { EventEmitter, once } from 'node:events';
import { fail } from '../errors.ts';
import { type OutboxMessage, type ProjectStore, timestamp } from '../store.ts';

/** Max messages of an outbox; the oldest are dropped. */
const MAX_MESSAGES = 500;

/** Notifies requests that wait for messages of a world, and counts the messages. */
interface Postman {
  sent: number;
  readonly news: EventEmitter;
}

const postmen = new WeakMap<ProjectStore, Postman>();

const postmanOf = (store: ProjectStore): Postman => {
  const known = postmen.get(store) ?? { sent: 0, news: new EventEmitter().setMaxListeners(0) };
  postmen.set(store, known);
  return known;
};

/**
 * Transfers the message count and waiting requests to the store that replaces another, so that `after` stays valid.
 */
export const keepPostman = (replaced: ProjectStore, store: ProjectStore): void => {
  postmen.set(store, postmanOf(replaced));
};

/** Adds a message to the outbox instead of sending it. */
export const addToOutbox = (store: ProjectStore, message: Omit<OutboxMessage, 'sent_at' | 'sequence'>) => {
  const postman = postmanOf(store);
  postman.sent += 1;
  store.outbox.unshift({ sequence: postman.sent, sent_at: timestamp(store.now()), ...message });
  store.outbox.length = Math.min(store.outbox.length, MAX_MESSAGES);
  postman.news.emit('change');
};

/** Filter for messages. */
export interface Asked {
  /** Email address or phone number, case-insensitive. */
  readonly to?: string | undefined;
  /** Only messages with a higher `sequence`. */
  readonly after?: number | undefined;
}

/** Messages of a world, newest first. */
export const messagesOf = ({ outbox }: ProjectStore, { to, after = 0 }: Asked): OutboxMessage[] => {
  const address = to?.toLowerCase();
  return outbox.filter(
    (message) => message.sequence > after && (address === undefined || message.to.toLowerCase() === address),
  );
};

/** A world whose messages a request waits for. */
export interface Mailed {
  /** Current store; a reset replaces it. */
  readonly store: ProjectStore;
  /** Aborted when the world ends. */
  readonly ended: AbortSignal;
}

/**
 * Messages of a world, newest first. If there are none, waits for the first one or the timeout; a reset does not end
 * the wait.
 *
 * @throws Refusal if the world ends during the wait
 */
export const waitForMessages = async (
  world: Mailed,
  asked: Asked,
  { ms, signal }: { ms: number; signal: AbortSignal },
): Promise<OutboxMessage[]> => {
  const end = AbortSignal.any([AbortSignal.timeout(ms), signal, world.ended]);
  const { news } = postmanOf(world.store);
  for (;;) {
    if (world.ended.aborted) fail(404, 'project_not_found', 'The world has ended.');
    const messages = messagesOf(world.store, asked);
    if (messages.length > 0 || end.aborted) return messages;
    await once(news, 'change', { signal: end }).catch(() => {});
  }
};

/** Deletes all messages, or those to one address or number. */
export const clearOutbox = (store: ProjectStore, { to }: Pick<Asked, 'to'>): void => {
  const address = to?.toLowerCase();
  store.outbox = address === undefined ? [] : store.outbox.filter((message) => message.to.toLowerCase() !== address);
};

/** Link of an email: the redirect URL of the request, or the usual URL of a local application, with the token. */
export const linkTo = (redirectUrl: string | undefined, tokenType: string, token: string) => {
  const link = new URL(redirectUrl || 'http://localhost:3000/authenticate');
  link.searchParams.set('stytch_token_type', tokenType);
  link.searchParams.set('token', token);
  return link.href;
};
