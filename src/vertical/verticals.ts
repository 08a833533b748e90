import { b2b } from './b2b.ts';
import { consumer } from './consumer.ts';
import type { Vertical, VerticalName } from './vertical.ts';

/** Every vertical, by the name that the operator gives. */
export const verticals: Readonly<Record<VerticalName, Vertical>> = { b2b, consumer };
