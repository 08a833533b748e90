/**
 * Uses a single-use token. Concurrent requests cannot use it. If `use` fails, the token can be used again.
 *
 * @param spent value stored for the token during and after its use. Default: the token is deleted
 */
export const consumeOnce = async <Kept, Result>(
  tokens: Map<string, Kept>,
  token: string,
  use: () => Promise<Result>,
  spent?: Kept,
): Promise<Result> => {
  const kept = tokens.get(token);
  if (spent === undefined) tokens.delete(token);
  else tokens.set(token, spent);
  try {
    return await use();
  } catch (error) {
    if (kept !== undefined) tokens.set(token, kept);
    throw error;
  }
};
