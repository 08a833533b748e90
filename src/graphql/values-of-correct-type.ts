/** Validation of literals (section 5.6 of the specification), without repeating them. */
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

/** Takes the place of graphql-js's rule of this name, whose messages print the literal. */
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

/** The rules with this one in the place of graphql-js's. */
export const withOwnRule = (rules: readonly ValidationRule[]): ValidationRule[] =>
  rules.map((rule) => (rule === ValuesOfCorrectTypeRule ? valuesOfCorrectType : rule));
