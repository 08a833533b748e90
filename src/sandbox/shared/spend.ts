/**
 * Uses a token that works once. No other request can use it meanwhile. If the use is refused, the token works again.
 *
 * @param spent what stands for the token during and after its use; the token is deleted if this is left out
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
