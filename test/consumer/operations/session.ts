import type { OperationExample } from './index.ts';

export const operations: readonly OperationExample[] = [
  {
    id: 'api_session_v1_Get',
    document:
      '{ viewer { user { sessions { sessionId attributes { ipAddress } authenticationFactors { __typename } } } } }',
    as: 'ada',
  },
  { id: 'api_session_v1_GetJWKS', document: '{ jwks { kid n e } }', as: null },
];
