/** Yoga's way to the compiled execution. */
import { handleStreamOrSingleExecutionResult, type Plugin } from 'graphql-yoga';
import { withOwnArgumentErrors } from '../graphql/argument-error.ts';
import { prepare } from './compiled.ts';
import { variablesOf } from './input.ts';
import { operationOf } from './plan.ts';

/** How operations are executed: by plans that are kept, or field by field as the document is walked. */
export type ExecutionMode = 'compiled' | 'interpreted';

/** Executes what can be prepared; yoga's own execution does the rest, and all of it where an operator wants that. */
export const executionPlugin = (mode: ExecutionMode): Plugin<{ request?: Request }> =>
  mode === 'interpreted'
    ? interpreted
    : {
        onExecute({ args: { schema, document, operationName }, setExecuteFn }) {
          const run = prepare(schema, document, operationName);
          if (!run) return;
          setExecuteFn(({ contextValue, rootValue, variableValues }) =>
            run({ contextValue, rootValue, variableValues, signal: contextValue.request?.signal }),
          );
        },
      };

/** Yoga's own execution, with the same words for input that does not fit. */
const interpreted: Plugin = {
  onExecute({ args, setResultAndStopExecution }) {
    const { schema, document, operationName } = args;
    const operation = operationOf(schema, document, operationName);
    if (!operation) return;
    const coerce = variablesOf(schema, operation.definition.variableDefinitions ?? []);
    const { coerced: variables, errors } = coerce(args.variableValues ?? {});
    if (errors) return setResultAndStopExecution({ errors });
    return {
      onExecuteDone: (payload) =>
        handleStreamOrSingleExecutionResult(payload, ({ result, setResult }) => {
          if (!result.errors) return;
          setResult({ ...result, errors: withOwnArgumentErrors(result.errors, { schema, document, variables }) });
        }),
    };
  },
};
