/** Mutations by name, for tests that send many. */
import type { GraphqlAnswer } from '../assemble.ts';
import type { ActAs, ConsumerGateway } from './gateway.ts';

/** The result of a mutation: the fields of its payload, or those of MutationError. */
export type MutationResult = Record<string, unknown> & { __typename?: string; code?: string };

const pascal = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}`;

/** Sends a mutation; `select` is the selection of its payload. */
export const sendMutation = (
  g: ConsumerGateway,
  name: string,
  input: object,
  { as = 'ada', select = 'requestId' }: { as?: ActAs; select?: string } = {},
): Promise<GraphqlAnswer<Record<string, MutationResult>>> =>
  g.query(
    `mutation ($input: ${pascal(name)}Input!) { ${name}(input: $input) {
      __typename ... on ${pascal(name)}Payload { ${select} } ... on MutationError { code errorType path } } }`,
    { variables: { input }, as },
  );

/** The result: the payload's fields, those of MutationError, or the code of an error in `errors`. */
export const resultOf = async (
  g: ConsumerGateway,
  name: string,
  input: object,
  as: ActAs,
  select: string,
): Promise<MutationResult> => {
  const { data, errors } = await sendMutation(g, name, input, { as, select });
  const [refusal] = errors;
  return data?.[name] ?? (refusal ? { code: String(refusal.extensions.code) } : {});
};

/** The result in one word: the code of an error, or the type of the result. */
export const outcome = async (...args: Parameters<typeof sendMutation>): Promise<string | undefined> => {
  const { data, errors } = await sendMutation(...args);
  const [refusal] = errors;
  if (refusal) return refusal.extensions.code;
  const result = data?.[args[1]];
  return result?.code ?? result?.__typename;
};
