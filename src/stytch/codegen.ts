/**
 * Writes operations.ts from contract.json: the few facts of each operation that the client needs while running,
 * so that no running gateway has to parse the whole contract. Run by `npm run codegen`.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
}
interface Operation {
  operationId: string;
  parameters?: Parameter[];
  servers?: { url: string }[];
}

const contract: { paths: Record<string, Record<string, Operation> & { servers?: { url: string }[] }> } = JSON.parse(
  readFileSync(new URL('contract.json', import.meta.url), 'utf8'),
);

const rows = Object.entries(contract.paths).flatMap(([path, { servers, ...operations }]) =>
  Object.entries(operations)
    .filter(([method]) => ['get', 'post', 'put', 'delete'].includes(method))
    .map(([method, operation]) => {
      const named = (place: Parameter['in']) =>
        (operation.parameters ?? []).filter((parameter) => parameter.in === place).map(({ name }) => name);
      const host = (operation.servers ?? servers)?.[0]?.url;
      const facts = {
        id: operation.operationId,
        query: named('query'),
        session: named('header').length > 0,
        ...(host ? { host } : {}),
      };
      return `  '${method} ${path}': ${JSON.stringify(facts)},`;
    }),
);

writeFileSync(
  new URL('operations.ts', import.meta.url),
  `// Generated from contract.json by codegen.ts. Never edited.

/** What the client must know of an operation: its id, its query parameters, whether it takes a session, its own host. */
export interface OperationFacts {
  readonly id: string;
  readonly query: readonly string[];
  readonly session: boolean;
  readonly host?: string;
}

/** Every operation of the contract, by method and path. */
export const operations = {
${rows.join('\n')}
} as const satisfies Record<string, OperationFacts>;
`,
);
