/**
 * Pauses that several gateways of one project share: each gateway publishes to a channel of Redis what Stytch refused, and
 * applies the rule of pauses.ts to the news of all. A gateway that missed news learns it from one 429 of its own.
 */
import type { Redis } from 'ioredis';
import * as v from 'valibot';
import { TRAFFIC_CLASSES } from '../contract/traits.ts';
import { createPauses, type PauseOptions, type Pauses } from './pauses.ts';

const hash = v.pipe(v.string(), v.regex(/^[\w-]{43}$/));
const kind = v.picklist([...TRAFFIC_CLASSES, 'message']);
const news = v.variant('type', [
  v.object({
    type: v.literal('refused'),
    class: kind,
    subject: v.object({ key: hash, name: hash }),
    ms: v.pipe(v.number(), v.minValue(0)),
    counts: v.boolean(),
  }),
  v.object({ type: v.literal('classOpened'), class: kind }),
  v.object({ type: v.literal('subjectOpened'), key: hash }),
]);
const envelope = v.object({ from: v.string(), news });

/** Where pauses are shared. */
export interface PauseChannel {
  readonly redis: Redis;
  /** Keeps projects apart. */
  readonly namespace: string;
}

/** Opens a connection of its own, as Redis wants for subscriptions; it closes with the given one. */
export function sharePauses({ redis, namespace }: PauseChannel, options: PauseOptions): Pauses {
  const channel = `stytch-graphql:{${namespace}}:pauses`;
  const from = crypto.randomUUID();
  const pauses = createPauses({
    ...options,
    publish: (told) => void redis.publish(channel, JSON.stringify({ from, news: told })).catch(() => {}),
  });
  const subscriber = redis.duplicate({
    enableOfflineQueue: true,
    maxRetriesPerRequest: null,
    commandTimeout: undefined,
    socketTimeout: undefined,
  });
  subscriber.on('error', () => {});
  subscriber.on('message', (_, text) => {
    const message = v.safeParse(envelope, parse(text));
    if (message.success && message.output.from !== from) pauses.hear(message.output.news);
  });
  subscriber.subscribe(channel).catch(() => {});
  redis.once('end', () => subscriber.disconnect());
  return pauses;
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
