/** Wire names of secrets; test/safety/secrets.test.ts compares them with the graph’s `@secret`. */
const secretName = /(token|jwt|secret|password|codes?|verifier|hash|salt|key|session)$/;

/** Whether a property with this wire name is a secret. */
export const isSecretName = (name: string): boolean => secretName.test(name.toLowerCase());

/** Min length of a secret that is searched for: shorter values occur in ordinary words. */
const SHORTEST = 4;

/** The secrets among the values sent to Stytch, at any depth. */
export function collectSecrets(sent: unknown, name = ''): string[] {
  if (typeof sent === 'string') return secretName.test(name) && sent.length >= SHORTEST ? [sent] : [];
  if (Array.isArray(sent)) return sent.flatMap((item) => collectSecrets(item, name));
  if (typeof sent !== 'object' || sent === null) return [];
  return Object.entries(sent).flatMap(([inner, value]) => collectSecrets(value, inner.toLowerCase()));
}
