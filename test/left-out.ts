/** Properties of the contract that the graph does not show as they are, each with the reason. */

/** Left out wherever they stand. */
export const leftOutEverywhere: Readonly<Record<string, string>> = {
  status_code: 'HTTP says it; a failure carries it in StytchError.',
  request_id: 'Payloads carry it; that of a read stands in its error and in the log.',
  results_metadata: 'Becomes `pageInfo` and `totalCount` of a connection.',
  next_cursor: 'Becomes the cursors of a connection.',
  total: 'Becomes `totalCount` of a connection.',
};

/** Left out of one object, as `schema.property`. */
export const leftOut: Readonly<Record<string, string>> = {};

/** Inputs of an operation that no field takes, as `operation.property`. */
export const inputLeftOut: Readonly<Record<string, string>> = {};
