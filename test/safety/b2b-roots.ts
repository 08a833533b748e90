import { schema } from '../../schema/b2b/index.ts';
import { rootsOf } from './request.ts';

/** The root fields of the graph of B2B projects. */
export const roots = rootsOf(schema);
