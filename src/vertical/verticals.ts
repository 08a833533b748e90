import { b2b } from './b2b.ts';
import { consumer } from './consumer.ts';
import type { Vertical, VerticalName } from './vertical.ts';

/** All verticals by name. */
export const verticals: Readonly<Record<VerticalName, Vertical>> = { b2b, consumer };
