/**
 * Does something with a token that works once. Nobody else can use it meanwhile, and when the thing is refused,
 * the token is there again.
 */
export const spending = async <Kept, Result>(
  tokens: Map<string, Kept>,
  token: string,
  use: () => Promise<Result>,
): Promise<Result> => {
  const kept = tokens.get(token);
  tokens.delete(token);
  try {
    return await use();
  } catch (error) {
    if (kept !== undefined) tokens.set(token, kept);
    throw error;
  }
};
