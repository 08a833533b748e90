import { expect, it } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { warnOfScopes } from '../../src/auth/scope-warning.ts';

/** The scopes that are reported. */
function reported(scopes: readonly string[]): unknown[] {
  const lines: unknown[] = [];
  const policy = { resources: [{ resource_id: 'documents', actions: ['read'] }] };
  const key = { name: 'site', sha256: '', scopes };
  warnOfScopes([key], policy, schema, { warn: (message, fields) => lines.push([message, fields]) });
  return lines;
}

it.each(['admin', 'documents:read', 'documents:*', 'stytch.fraud:get'])('does not report %s', (scope) => {
  expect(reported([scope])).toEqual([]);
});

it.each(['documents:reed', 'document:read', 'stytch.fraud:got'])('reports %s, with the name of its key', (scope) => {
  expect(reported(['documents:read', scope])).toEqual([['unknown scope of an API key', { key: 'site', scope }]]);
});
