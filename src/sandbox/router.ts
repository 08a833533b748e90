import { createHash, timingSafeEqual } from 'node:crypto';
import { type Context, type Document, OpenAPIBackend, type Request } from 'openapi-backend';
import contract from '../stytch/contract/contract.json' with { type: 'json' };
import { FREE_FORM_PROPERTIES } from '../stytch/contract/names.ts';
import { isRecord } from '../stytch/contract/record.ts';
import { parseJson, withExactNumbers } from '../stytch/json/exact-numbers.ts';
import { errorBody, fail, requestId, SandboxError } from './errors.ts';
import type { DomainHandlers } from './handler.ts';
import type { Request as Running, SandboxKind, Shown } from './kind.ts';
import { readBody, readQuery } from './read-request.ts';
import type { HttpReply } from './reply.ts';
import { recordDevice } from './shared/device-history.ts';
import type { ProjectStore } from './store.ts';

/** Public keys need no credentials: verifiers of session JWTs have no project secret. */
const open = new Set<string>(['api_b2b_session_v1_GetJWKS', 'api_session_v1_GetJWKS']);

/** Paths that need no project secret: an unknown one is reported as not found instead of unauthorized. */
const withoutSecret = /^\/(v1\/public|v1\/b2b\/scim|scim)(\/|$)/;

const digest = (text: string) => createHash('sha256').update(text).digest();

const checkCredentials = ({ projectId, secret }: ProjectStore, authorization: string | undefined) => {
  const expected = `Basic ${Buffer.from(`${projectId}:${secret}`).toString('base64')}`;
  if (!timingSafeEqual(digest(authorization ?? ''), digest(expected))) {
    fail(401, 'unauthorized_credentials', 'The project id or the secret is wrong.');
  }
};

/** Error types that Stytch has for missing properties; any other missing property is an `invalid_argument`. */
const missing: Record<string, string> = {
  organization_name: 'organization_name_missing',
  organization_ids: 'member_search_missing_organization_id',
  group_id: 'scim_group_role_assignment_does_not_contain_group_id',
};
/** Error types for invalid enum values, by property and prefix of the operation id. */
const unlisted = [
  { place: 'identity_provider', of: 'api_b2b_scim_', type: 'invalid_scim_idp' },
  { place: 'identity_provider', of: 'api_sso_', type: 'invalid_sso_idp' },
  { place: 'hash_type', of: 'api_b2b_password_', type: 'invalid_hash_type' },
  { place: 'client_type', of: 'api_connectedapps_', type: 'invalid_connected_app_type' },
  { place: 'status', of: 'api_m2m_', type: 'm2m_client_invalid_status' },
];

type ValidationFault = { keyword: string; instancePath: string; message?: string; params: object };

const describeFault = (
  operationId: string,
  { keyword, instancePath, message = 'is not valid', params }: ValidationFault,
): never => {
  if (keyword === 'parse') return fail(400, 'bad_request', 'The body is not valid JSON.');
  const place = instancePath.split('/').slice(2).join('.') || 'The request';
  const name = 'missingProperty' in params ? String(params.missingProperty) : '';
  const word = unlisted.find((fault) => fault.place === place && operationId.startsWith(fault.of))?.type;
  const type = keyword === 'enum' ? word : missing[name];
  return fail(400, type ?? 'invalid_argument', `${place} ${message}.`);
};

/** Paths of both kinds of project. */
const shared = /^\/v1\/(connected_apps|m2m|debug|fingerprint|rules|verdict_reasons|email|projects)(\/|$)/;

type Content = { content?: { 'application/json'?: { schema?: { properties?: object } } } };
type Described = { requestBody?: Content; responses?: { 200?: Content } };
const propertiesOf = (described: Content | undefined) =>
  Object.keys(described?.content?.['application/json']?.schema?.properties ?? {});
const bodyProperties = (operation: object) => propertiesOf((operation as Described).requestBody);
const responseProperties = (operation: object) => propertiesOf((operation as Described).responses?.[200]);

/** Ids of the operations that domains implement. */
export const builtOperations = <S extends ProjectStore>(domains: readonly DomainHandlers<S>[]) =>
  domains.flatMap((domain) => Object.keys(domain));

/** Sandbox of a request, as the routes see it. */
interface Handler {
  readonly store: ProjectStore;
  readonly has: (operationId: string) => boolean;
  /** Rejects an operation of the other kind of project, or one that is not implemented. */
  readonly refuseUnbuilt: (path: string) => never;
  readonly handle: (context: Context) => Promise<HttpReply>;
}

/**
 * Parses a body and keeps the exact text of numbers in its free-form parts. Any other body is left to the validator.
 */
const parsed = (body: unknown): unknown => {
  if (typeof body !== 'string') return body;
  try {
    const read = parseJson(body);
    return isRecord(read) ? withExactFreeForm(read) : body;
  } catch {
    return body;
  }
};

const withExactFreeForm = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withExactFreeForm);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      FREE_FORM_PROPERTIES.has(name) ? withExactNumbers(inner) : withExactFreeForm(inner),
    ]),
  );
};

/** Device properties of responses, with the property of the person who signed in. */
const DEVICE_PROPERTIES = [
  ['member_device', 'member_id'],
  ['user_device', 'user_id'],
] as const;

/** Adds the device of the telemetry id to the result of a sign-in, if the contract has a property for it. */
const withDevice = (store: ProjectStore, operation: object, telemetryId: unknown, result: object): object => {
  if (typeof telemetryId !== 'string') return result;
  const shown = responseProperties(operation);
  for (const [property, person] of DEVICE_PROPERTIES) {
    if (!shown.includes(property) || !(person in result)) continue;
    const device = recordDevice(store, String(result[person as keyof typeof result]), telemetryId);
    return device ? { ...result, [property]: device } : result;
  }
  return result;
};

/** Handler of validated requests to a sandbox. */
function handlerOf<S extends ProjectStore, World extends Shown>(
  { domains, hasPath, foreign, run }: SandboxKind<S, World>,
  store: S,
): Handler {
  const operations = new Map(domains.flatMap((domain) => Object.entries(domain)));
  const refuseUnbuilt = (path: string): never =>
    shared.test(path) || hasPath(path)
      ? fail(501, 'unavailable_endpoint', 'The sandbox does not have this operation yet.')
      : fail(400, foreign.type, foreign.message);
  return {
    store,
    has: (operationId) => operations.has(operationId),
    refuseUnbuilt,
    async handle({ operation, request }) {
      const built = operations.get(operation.operationId ?? '');
      if (!built) return refuseUnbuilt(operation.path);
      const sent: Record<string, unknown> = request.requestBody ?? {};
      // Drops unknown properties, as Stytch does: they must not be stored.
      const known = new Set(bodyProperties(operation));
      // The contract has validated the request, so its types hold.
      const running = {
        operation: built,
        call: {
          store,
          params: request.params,
          query: request.query,
          body: Object.fromEntries(Object.entries(sent).filter(([name]) => known.has(name))),
        },
        headers: request.headers,
      } as unknown as Running<S>;
      const result = withDevice(store, operation, sent.telemetry_id, await run(running));
      return { status: 200, body: { ...result, request_id: requestId(), status_code: 200 } };
    },
  };
}

/**
 * Routes and validators of the contract, shared by all sandboxes of a process: each request carries the handler of its
 * sandbox. Compiling the validators per sandbox took 80 ms of CPU per start.
 */
const api = new OpenAPIBackend({
  definition: contract as unknown as Document,
  // Compiles each validator on first use; compiling all of them takes seconds.
  quick: true,
  coerceTypes: true,
  // postRoutingHandler checks the credentials, before the route is known to exist.
  securityHandlers: { basicAuth: () => true },
  handlers: {
    postRoutingHandler: ({ operation, request }: Context, { store }: Handler) => {
      if (open.has(operation?.operationId ?? '') || (!operation && withoutSecret.test(request.path))) return;
      const { authorization } = request.headers;
      checkCredentials(store, Array.isArray(authorization) ? authorization[0] : authorization);
    },
    notFound: () => fail(404, 'route_not_found', 'There is no such route.'),
    methodNotAllowed: () => fail(405, 'method_not_allowed', 'The route does not have this method.'),
    validationFail: ({ validation, operation }: Context, { has, refuseUnbuilt }: Handler) => {
      if (!has(operation.operationId ?? '')) refuseUnbuilt(operation.path);
      const fault = validation.errors?.[0] ?? { keyword: '', instancePath: '', params: {} };
      return describeFault(operation.operationId ?? '', fault);
    },
    notImplemented: (context: Context, { handle }: Handler) => handle(context),
  },
});

/**
 * Warns on the terminal about a session in the query: the call runs with the permissions of the project, not of the
 * session.
 */
const warnOfQuerySession = (operationId: string) =>
  console.warn(`sandbox: ${operationId}: the session in the query is ignored; send it in a header`);

/** Reads query and body by the schemas of the operation. */
const read = (request: Request): Request => {
  const operation = api.matchOperation(request);
  if (!operation) return request;
  const { query, hasSession } = readQuery(operation, typeof request.query === 'string' ? request.query : '');
  if (hasSession) warnOfQuerySession(operation.operationId ?? '');
  return { ...request, query, body: readBody(operation, parsed(request.body)) };
};

/** Operation id of a request; undefined if the contract has no such operation. */
export const operationIdOf = (request: Request): string | undefined => api.matchOperation(request)?.operationId;

/** Method, path and body properties of an operation. Available once a router was created. */
export const routeOf = (operationId: string): { method: string; path: string; properties: readonly string[] } => {
  const operation = api.router.getOperation(operationId);
  if (!operation) throw new Error(`The contract has no operation ${operationId}.`);
  const { method, path } = operation;
  return { method: method.toUpperCase(), path, properties: bodyProperties(operation) };
};

let initialized: Promise<void> | undefined;

async function initialize(): Promise<void> {
  await api.init();
  // Cached: the library would build the list of operations on every request.
  const listed = api.router.getOperations();
  api.router.getOperations = () => listed;
}

/** Routes, authenticates, validates, authorizes and handles requests over one store. */
export const createRouter = async <S extends ProjectStore, World extends Shown>(
  kind: SandboxKind<S, World>,
  store: S,
) => {
  initialized ??= initialize();
  await initialized;
  const handler = handlerOf(kind, store);
  return async (request: Request): Promise<HttpReply> => {
    try {
      return await api.handleRequest(read(request), handler);
    } catch (error) {
      if (error instanceof SandboxError) return { status: error.status, body: errorBody(error) };
      console.error('sandbox:', error);
      return {
        status: 500,
        body: errorBody(new SandboxError(500, 'internal_server_error', 'The sandbox has a fault; see its terminal.')),
      };
    }
  };
};
