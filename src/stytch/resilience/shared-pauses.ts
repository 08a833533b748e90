/**
 * Pauses shared by the gateways of one project: each gateway publishes rejections of Stytch to a Redis channel and
 * applies the rules of pauses.ts to those of all. A gateway that missed a message learns of the pause by one 429 of its
 * own.
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

/** The Redis through which pauses are shared. */
export interface PauseChannel {
  readonly redis: Redis;
  /** Separates projects. */
  readonly namespace: string;
}

/** Opens its own connection, since Redis requires one for subscriptions; it closes with the given one. */
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
