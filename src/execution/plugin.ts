/** Yoga's way to the compiled execution. */
import { execute } from 'graphql';
import { handleStreamOrSingleExecutionResult, type Plugin } from 'graphql-yoga';
import { withOwnArgumentErrors } from '../graphql/argument-error.ts';
import { prepare } from './compiled.ts';
import { variablesOf } from './input.ts';
import { operationOf } from './plan.ts';

/** How operations are executed: by plans that are kept, or by graphql-js. */
export type ExecutionMode = 'compiled' | 'interpreted';

/** Executes what can be prepared, or leaves all of it to graphql-js where an operator wants that. */
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

/** Execution by graphql-js, with the same words for input that does not fit. (Yoga's own loses a variable `$__proto__`.) */
const interpreted: Plugin = {
  onExecute({ args, setExecuteFn, setResultAndStopExecution }) {
    const { schema, document, operationName } = args;
    const operation = operationOf(schema, document, operationName);
    if (!operation) return;
    const coerce = variablesOf(schema, operation.definition.variableDefinitions ?? []);
    const { coerced: variables, errors } = coerce(args.variableValues ?? {});
    if (errors) return setResultAndStopExecution({ errors });
    setExecuteFn(execute);
    return {
      onExecuteDone: (payload) =>
        handleStreamOrSingleExecutionResult(payload, ({ result, setResult }) => {
          if (!result.errors) return;
          setResult({ ...result, errors: withOwnArgumentErrors(result.errors, { schema, document, variables }) });
        }),
    };
  },
};
