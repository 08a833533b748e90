import type { Method } from './rest.ts';

/**
 * What an operation is to the rules of the client. Each class has a breaker and a limit of its own, so that slow searches
 * do not keep anybody from signing in.
 */
export type OperationClass = 'signIn' | 'search' | 'read' | 'write' | 'policy' | 'fraud';

/** Every class, the most precious first: under too much load the last are given up first. */
export const operationClasses: readonly OperationClass[] = ['policy', 'signIn', 'write', 'read', 'fraud', 'search'];

const policies = /\/(jwks\/\{project_id\}|rbac\/policy)$|^\/v1\/b2b\/rbac\/organizations\//;
const signIns =
  /^\/v1\/(b2b\/)?(discovery|impersonation|magic_links|oauth|otps|passwords|sessions|recovery_codes\/recover|sso\/authenticate|totp\/authenticate)(\/|$)/;
const frauds = /^\/v1\/(email\/risk|fingerprint|rules|verdict_reasons)(\/|$)/;

/** The class of an operation. What reads is asked with `get`, but for searches and what belongs to signing in. */
export function classOf(method: Method, template: string): OperationClass {
  if (method === 'get' && policies.test(template)) return 'policy';
  if (template.endsWith('/search')) return 'search';
  if (frauds.test(template)) return 'fraud';
  if (method === 'get') return 'read';
  return method === 'post' && signIns.test(template) ? 'signIn' : 'write';
}
