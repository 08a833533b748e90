import { formatNumber, type Limits, limitExceededError } from './limits.ts';

/**
 * Checks the variables for long lists and for nesting that is too deep for the recursive code behind. Itself iterative.
 *
 * @throws GraphQLError LIMIT_EXCEEDED
 */
export function checkJsonLimits(json: unknown, { list, json: deepest }: Limits): void {
  let level: object[] = isObject(json) ? [json] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > deepest) {
      throw limitExceededError(
        `The variables are nested more than ${formatNumber(deepest)} levels deep. Reduce the nesting.`,
        {
          limit: 'json',
          most: deepest,
        },
      );
    }
    const next: object[] = [];
    for (const value of level) {
      if (Array.isArray(value) && value.length > list) {
        throw limitExceededError(`A variable has more than ${formatNumber(list)} values in a list. Send fewer.`, {
          limit: 'list',
          most: list,
        });
      }
      for (const inner of Object.values(value)) if (isObject(inner)) next.push(inner);
    }
    level = next;
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
