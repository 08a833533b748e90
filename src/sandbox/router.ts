import { createHash, timingSafeEqual } from 'node:crypto';
import { type Context, type Document, OpenAPIBackend, type Request } from 'openapi-backend';
import { isRecord } from '../stytch/client/response-faults.ts';
import contract from '../stytch/contract/contract.json' with { type: 'json' };
import { FREE_FORM_PROPERTIES } from '../stytch/contract/names.ts';
import { parseJson, withExactNumbers } from '../stytch/json/exact-numbers.ts';
import { actingMember, authorize } from './authorize.ts';
import type { Call, Operation } from './domain.ts';
import { domains } from './domains.ts';
import { errorBody, fail, Refusal, requestId } from './errors.ts';
import { liftLocks } from './lock.ts';
import type { Store } from './store.ts';

/** An answer on its way to the socket. */
export type Reply = { status: number; body: object; headers?: Record<string, string> };

/** Anyone may have the public keys: whoever verifies a session JWT holds no project secret. */
const open = new Set<string>(['api_b2b_session_v1_GetJWKS', 'api_session_v1_GetJWKS']);

const digest = (text: string) => createHash('sha256').update(text).digest();

const checkCredentials = ({ projectId, secret }: Store, authorization: string | undefined) => {
  const expected = `Basic ${Buffer.from(`${projectId}:${secret}`).toString('base64')}`;
  if (!timingSafeEqual(digest(authorization ?? ''), digest(expected))) {
    fail(401, 'unauthorized_credentials', 'The project id or the secret is wrong.');
  }
};

/** Faults in a request that Stytch has a word of its own for; every other one is an `invalid_argument`. */
const missing: Record<string, string> = {
  organization_name: 'organization_name_missing',
  organization_ids: 'member_search_missing_organization_id',
  group_id: 'scim_group_role_assignment_does_not_contain_group_id',
};
/** By property and the beginning of the operation's id, since properties of one name have words of their own. */
const unlisted = [
  { place: 'identity_provider', of: 'api_b2b_scim_', type: 'invalid_scim_idp' },
  { place: 'identity_provider', of: 'api_sso_', type: 'invalid_sso_idp' },
  { place: 'hash_type', of: 'api_b2b_password_', type: 'invalid_hash_type' },
  { place: 'client_type', of: 'api_connectedapps_', type: 'invalid_connected_app_type' },
  { place: 'status', of: 'api_m2m_', type: 'm2m_client_invalid_status' },
];

type Fault = { keyword: string; instancePath: string; message?: string; params: object };

const describeFault = (
  operationId: string,
  { keyword, instancePath, message = 'is not valid', params }: Fault,
): never => {
  if (keyword === 'parse') return fail(400, 'bad_request', 'The body is not valid JSON.');
  const place = instancePath.split('/').slice(2).join('.') || 'The request';
  const name = 'missingProperty' in params ? String(params.missingProperty) : '';
  const word = unlisted.find((fault) => fault.place === place && operationId.startsWith(fault.of))?.type;
  const type = keyword === 'enum' ? word : missing[name];
  return fail(400, type ?? 'invalid_argument', `${place} ${message}.`);
};

/** Says honestly that an operation is not there: one of the other kind of project, or one not built yet. */
const refuseUnbuilt = (path: string): never => {
  const shared = /^\/v1\/(b2b|connected_apps|m2m|debug|fingerprint|rules|verdict_reasons|email|projects)(\/|$)/;
  return shared.test(path)
    ? fail(501, 'unavailable_endpoint', 'The sandbox does not have this operation yet.')
    : fail(400, 'invalid_consumer_endpoint', 'This is a B2B project; the operation is for consumer projects.');
};

type Described = { requestBody?: { content?: { 'application/json'?: { schema?: { properties?: object } } } } };
const bodyProperties = (operation: object) =>
  Object.keys((operation as Described).requestBody?.content?.['application/json']?.schema?.properties ?? {});

const operations = new Map(domains.flatMap((domain) => Object.entries(domain)));

/** The ids of the operations the sandbox has. */
export const builtOperations = () => [...operations.keys()];

/** A body whose free-form parts are kept with their numbers as they were sent. What is no JSON object is left to the validator. */
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

const handle = async ({ operation, request }: Context, store: Store): Promise<Reply> => {
  const built = operations.get(operation.operationId ?? '');
  if (!built) return refuseUnbuilt(operation.path);
  liftLocks(store);
  const sent: Record<string, unknown> = request.requestBody ?? {};
  // What the contract does not know is passed over, as Stytch does; it must never end up in a record.
  const known = new Set(bodyProperties(operation));
  // The contract has just vouched for the request, so its types hold here and nowhere before.
  const { needs, answer } = built as unknown as Operation<'api_organization_v1_Update'>;
  const call = {
    store,
    params: request.params,
    query: request.query,
    body: Object.fromEntries(Object.entries(sent).filter(([name]) => known.has(name))),
    acting: needs ? await actingMember(store, request.headers) : undefined,
  } as unknown as Call<'api_organization_v1_Update'>;
  if (needs) authorize(needs, call);
  return { status: 200, body: { ...(await answer(call)), request_id: requestId(), status_code: 200 } };
};

/**
 * The routes and validators of the contract, shared by all sandboxes of a process: a request brings the store that it is
 * about. Compiled for each sandbox, the validators took 80 ms of CPU per start.
 */
const api = new OpenAPIBackend({
  definition: contract as unknown as Document,
  // Compiles each validator when it is first needed; compiling all of them takes seconds.
  quick: true,
  coerceTypes: true,
  // Credentials are checked before the route is known to exist, below; the contract asks for nothing more.
  securityHandlers: { basicAuth: () => true },
  handlers: {
    postRoutingHandler: ({ operation, request }: Context, store: Store) => {
      if (open.has(operation?.operationId ?? '')) return;
      const { authorization } = request.headers;
      checkCredentials(store, Array.isArray(authorization) ? authorization[0] : authorization);
    },
    notFound: () => fail(404, 'route_not_found', 'There is no such route.'),
    methodNotAllowed: () => fail(405, 'method_not_allowed', 'The route does not have this method.'),
    validationFail: ({ validation, operation }: Context) => {
      if (!operations.has(operation.operationId ?? '')) refuseUnbuilt(operation.path);
      const fault = validation.errors?.[0] ?? { keyword: '', instancePath: '', params: {} };
      return describeFault(operation.operationId ?? '', fault);
    },
    notImplemented: handle,
  },
});

let initialized: Promise<void> | undefined;

async function initialize(): Promise<void> {
  await api.init();
  // The library lists all operations anew for every request.
  const listed = api.router.getOperations();
  api.router.getOperations = () => listed;
}

/** Routes, authenticates, validates, authorizes and answers requests over one store. */
export const createRouter = async (store: Store) => {
  initialized ??= initialize();
  await initialized;
  return async (request: Request): Promise<Reply> => {
    try {
      return await api.handleRequest({ ...request, body: parsed(request.body) }, store);
    } catch (error) {
      if (error instanceof Refusal) return { status: error.status, body: errorBody(error) };
      console.error('sandbox:', error);
      return {
        status: 500,
        body: errorBody(new Refusal(500, 'internal_server_error', 'The sandbox has a fault; see its terminal.')),
      };
    }
  };
};
