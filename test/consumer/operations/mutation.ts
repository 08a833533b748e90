const pascal = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}`;

/** The document of a mutation; `payload` is the selection of its payload. */
export const mutationOf = (name: string, payload = 'user { userId }') =>
  `mutation ($input: ${pascal(name)}Input!) { ${name}(input: $input) {
    ... on ${pascal(name)}Payload { ${payload} } ... on MutationError { errorType message } } }`;
