import { EventEmitter, once } from 'node:events';
import { fail } from '../errors.ts';
import { type Message, type ProjectStore, timestamp } from '../store.ts';

/** Messages that an outbox keeps at most; the oldest go first. */
const MAX_MESSAGES = 500;

/** What tells those who wait for the mail of a world, and counts its messages. */
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

/** Makes the state that replaces another one go on with its count, so that `after` holds, and with those who wait. */
export const keepPostman = (replaced: ProjectStore, store: ProjectStore): void => {
  postmen.set(store, postmanOf(replaced));
};

/** Puts a message where a person or a test can read it instead of mailing or texting it. */
export const send = (store: ProjectStore, message: Omit<Message, 'sent_at' | 'sequence'>) => {
  const postman = postmanOf(store);
  postman.sent += 1;
  store.outbox.unshift({ sequence: postman.sent, sent_at: timestamp(store.now()), ...message });
  store.outbox.length = Math.min(store.outbox.length, MAX_MESSAGES);
  postman.news.emit('change');
};

/** Which messages are asked for. */
export interface Asked {
  /** An address or a number, in any case of letters. */
  readonly to?: string | undefined;
  /** Only those with a higher `sequence`. */
  readonly after?: number | undefined;
}

/** Messages of a world, newest first. */
export const messagesOf = ({ outbox }: ProjectStore, { to, after = 0 }: Asked): Message[] => {
  const address = to?.toLowerCase();
  return outbox.filter(
    (message) => message.sequence > after && (address === undefined || message.to.toLowerCase() === address),
  );
};

/** A world whose messages a request waits for. */
export interface Mailed {
  /** Its state now, which a reset replaces. */
  readonly store: ProjectStore;
  /** Aborts when the world ends. */
  readonly ended: AbortSignal;
}

/**
 * The same, and where there are none yet, those that there are once the first has come or the time is over. A reset meanwhile does
 * not end the wait.
 *
 * @throws Refusal if the world ends meanwhile
 */
export const waitForMessages = async (
  world: Mailed,
  asked: Asked,
  { ms, signal }: { ms: number; signal: AbortSignal },
): Promise<Message[]> => {
  const end = AbortSignal.any([AbortSignal.timeout(ms), signal, world.ended]);
  const { news } = postmanOf(world.store);
  for (;;) {
    if (world.ended.aborted) fail(404, 'project_not_found', 'The world has ended.');
    const messages = messagesOf(world.store, asked);
    if (messages.length > 0 || end.aborted) return messages;
    await once(news, 'change', { signal: end }).catch(() => {});
  }
};

/** Takes all messages away, or those to one address or number. */
export const clearOutbox = (store: ProjectStore, { to }: Pick<Asked, 'to'>): void => {
  const address = to?.toLowerCase();
  store.outbox = address === undefined ? [] : store.outbox.filter((message) => message.to.toLowerCase() !== address);
};

/** The link in a mail: to the address that was asked for, or to where an app usually listens. */
export const linkTo = (redirectUrl: string | undefined, tokenType: string, token: string) => {
  const link = new URL(redirectUrl || 'http://localhost:3000/authenticate');
  link.searchParams.set('stytch_token_type', tokenType);
  link.searchParams.set('token', token);
  return link.href;
};
