/** Names under which the wire carries secrets; test/safety/secrets.test.ts holds them against the graph’s `@secret`. */
const secretName = /(token|jwt|secret|password|codes?|verifier|hash|salt|key|session)$/;

/** Whether the wire names a secret so. */
export const isSecretName = (name: string): boolean => secretName.test(name.toLowerCase());

/** Shorter than this, a value is also part of ordinary words. */
const SHORTEST = 4;

/** The secrets among the values that were sent to Stytch, however deep. */
export function collectSecrets(sent: unknown, name = ''): string[] {
  if (typeof sent === 'string') return secretName.test(name) && sent.length >= SHORTEST ? [sent] : [];
  if (Array.isArray(sent)) return sent.flatMap((item) => collectSecrets(item, name));
  if (typeof sent !== 'object' || sent === null) return [];
  return Object.entries(sent).flatMap(([inner, value]) => collectSecrets(value, inner.toLowerCase()));
}
