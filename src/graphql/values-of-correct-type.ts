/** Validation of literals (section 5.6 of the specification), with messages that do not repeat them. */
import {
  type GraphQLInputType,
  isInputType,
  typeFromAST,
  type ValidationRule,
  type ValueNode,
  ValuesOfCorrectTypeRule,
} from 'graphql';
import { inputError } from './input-error.ts';
import { misfitsOfLiteral } from './misfit.ts';

/** Replaces graphql-js's rule of the same name, whose messages print the literal. */
const valuesOfCorrectType: ValidationRule = (context) => {
  const check = (name: string, value: ValueNode, type: GraphQLInputType) => {
    for (const misfit of misfitsOfLiteral(value, type, [name])) context.reportError(inputError(misfit, misfit.node));
  };
  return {
    Argument({ name, value }) {
      const argument = context.getArgument();
      if (argument) check(name.value, value, argument.type);
    },
    VariableDefinition({ variable, type: typeNode, defaultValue }) {
      const type = typeFromAST(context.getSchema(), typeNode);
      if (defaultValue && isInputType(type)) check(variable.name.value, defaultValue, type);
    },
  };
};

/** Replaces the rule of graphql-js by this one. */
export const withOwnRule = (rules: readonly ValidationRule[]): ValidationRule[] =>
  rules.map((rule) => (rule === ValuesOfCorrectTypeRule ? valuesOfCorrectType : rule));
