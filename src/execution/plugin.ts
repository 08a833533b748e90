/** Yoga's way to the compiled execution. */
import type { Plugin } from 'graphql-yoga';
import type { ObjectCount } from '../limits/object-count.ts';
import { prepare } from './compiled.ts';

/** How operations are executed: by plans that are kept, or field by field as the document is walked. */
export type ExecutionMode = 'compiled' | 'interpreted';

/** Executes what can be prepared; yoga's own execution does the rest, and all of it where an operator wants that. */
export const executionPlugin = (mode: ExecutionMode): Plugin<{ request?: Request; objects?: ObjectCount }> =>
  mode === 'interpreted'
    ? {}
    : {
        onExecute({ args: { schema, document, operationName }, setExecuteFn }) {
          const run = prepare(schema, document, operationName);
          if (!run) return;
          setExecuteFn(({ contextValue, rootValue, variableValues }) =>
            run({
              contextValue,
              rootValue,
              variableValues,
              signal: contextValue.request?.signal,
              objects: contextValue.objects,
            }),
          );
        },
      };
