/**
 * T51, T52: with every property of every response of the examples malformed, its siblings are returned, the error names
 * Stytch, and values that are shown only once are returned. `npm test` runs a sample.
 */
import { isNonNullType, isObjectType, isUnionType } from 'graphql';
import type { Dispatcher } from 'undici';
import { afterAll, describe, expect, it } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { defaultLimits } from '../src/limits/limits.ts';
import { toGraphName } from '../src/stytch/contract/names.ts';
import { routeOf } from './contract.ts';
import { type GraphqlAnswer, gatewayOverSandbox, type SandboxGateway, unlimitedThrottle } from './gateway.ts';
import { examples, type OperationExample } from './operations/index.ts';
import { askingForAll, type Json, type Spoiling, spoil, spoilings } from './spoil.ts';
import { volume } from './volume.ts';

/** A sample runs one of this many examples, and one of this many malformed properties. */
const EXAMPLES = volume(6, 1);
const SHARE = volume(9, 1);

const totals = { examples: 0, spoilings: 0, lost: 0, withoutId: 0, secrets: 0 };
afterAll(() => console.info(`spoilt responses: ${JSON.stringify(totals)}`));

/** Replays the recorded responses, one of them malformed, without calls to the sandbox. */
class Replay {
  readonly #bodies = new Map<string, { status: number; body: string }>();
  isReplaying = false;
  spoilt: { readonly id: string; readonly body: string } | undefined;

  readonly between: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
    const { id } = routeOf(options.method, new URL(options.path, 'http://stytch.test').pathname);
    const known = this.#bodies.get(id);
    if (this.isReplaying && known) {
      const { status, body } = this.spoilt?.id === id ? { status: 200, body: this.spoilt.body } : known;
      const controller = { abort() {}, pause() {}, resume() {}, aborted: false, paused: false, reason: null };
      handler.onRequestStart?.(controller, {});
      handler.onResponseStart?.(controller, status, { 'content-type': 'application/json' }, 'OK');
      handler.onResponseData?.(controller, Buffer.from(body));
      handler.onResponseEnd?.(controller, {});
      return true;
    }
    const chunks: Buffer[] = [];
    let status = 0;
    return dispatch(options, {
      onRequestStart: (...args) => handler.onRequestStart?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
      onResponseStart: (controller, code, ...rest) => {
        status = code;
        return handler.onResponseStart?.(controller, code, ...rest);
      },
      onResponseData: (controller, chunk) => {
        chunks.push(chunk);
        return handler.onResponseData?.(controller, chunk);
      },
      onResponseEnd: (...args) => {
        this.#bodies.set(id, { status, body: Buffer.concat(chunks).toString() });
        return handler.onResponseEnd?.(...args);
      },
    });
  };

  bodyOf(id: string): Json {
    return JSON.parse(this.#bodies.get(id)?.body ?? 'null');
  }
}

/** Paths of a result with a value, and the value. */
function shown(value: unknown, path: readonly string[] = []): Map<string, unknown> {
  if (typeof value !== 'object' || value === null)
    return value === null ? new Map() : new Map([[path.join('.'), value]]);
  return new Map(Object.entries(value).flatMap(([name, inner]) => [...shown(inner, [...path, name])]));
}

/** Fields that are derived from several properties, by these properties. */
const derived: Readonly<Record<string, readonly string[]>> = {
  nextStep: ['primary_required', 'mfa_required', 'member_options', 'member_authenticated'],
  options: ['mfa_required', 'member_options'],
  started: ['mfa_required', 'member_options'],
  allowedAuthMethods: ['primary_required'],
  identifier: ['rule_type', 'cidr_block'],
};
/** Names of fields that expose a property of another name. */
const shownAs: Readonly<Record<string, readonly string[]>> = {
  connection: [
    'samlConnection',
    'oidcConnection',
    'externalConnection',
    'scimConnection',
    'bearerToken',
    'nextBearerToken',
  ],
  connected_app: ['clientSecret', 'nextClientSecret', 'connectedAppEdge'],
  m2m_client: ['clientSecret', 'nextClientSecret', 'm2mClientEdge'],
  bearer_token: ['bearerTokenLastFour'],
  next_bearer_token: ['nextBearerTokenLastFour'],
  members: ['nodes', 'edges'],
  organizations: ['nodes', 'edges'],
  connected_apps: ['nodes', 'edges', 'connectedApps'],
  m2m_clients: ['nodes', 'edges'],
  rules: ['fraudRules'],
  scim_groups: ['groups'],
  member: ['memberAnywhere', 'memberEdge'],
  organization: ['organizationEdge'],
  allowed_first_party_connected_apps: ['firstPartyConnectedApps'],
  allowed_third_party_connected_apps: ['thirdPartyConnectedApps'],
  keys: ['jwks'],
  member_sessions: ['sessions', 'session'],
  saml_connections: ['ssoConnections'],
  oidc_connections: ['ssoConnections'],
  external_connections: ['ssoConnections'],
  registrations: ['slackTokens', 'hubspotTokens', 'githubTokens', 'oidcTokens'],
  org_policy: ['rbacPolicy'],
  policy: ['rbacPolicy'],
  verdict_reason_actions: ['verdictReasons'],
  results_metadata: ['totalCount', 'pageInfo'],
  total: ['totalCount'],
  next_cursor: ['pageInfo'],
};

/** GraphQL fields that expose a property under another name, by property. */
const exposers = new Map<string, Set<string>>();
for (const type of Object.values(schema.getTypeMap())) {
  if (!('getFields' in type)) continue;
  for (const { name, extensions } of Object.values(type.getFields())) {
    const { exposed } = extensions;
    if (typeof exposed !== 'string') continue;
    const names = exposers.get(exposed) ?? new Set();
    exposers.set(exposed, names.add(name));
  }
}

/** Whether a path belongs to the malformed property, or to one that contains it. */
function belongs(place: string, { path }: Spoiling): boolean {
  const parts = place.split('.');
  const property = String(path.findLast((part) => typeof part === 'string'));
  const names = new Set([toGraphName(property), ...(exposers.get(property) ?? []), ...(shownAs[property] ?? [])]);
  if (parts.some((part) => names.has(part))) return true;
  // The properties of a factor by kind are returned beside its type.
  if (property.endsWith('_factor') && parts.includes('authenticationFactors')) return true;
  return parts.some((part) => derived[part]?.includes(property));
}

/** Ids without which their object is unreadable. */
const ownIds: ReadonlySet<unknown> = new Set([
  'organization_id',
  'member_id',
  'member_session_id',
  'connection_id',
  'client_id',
  'connected_app_id',
  'role_id',
  'resource_id',
  'group_id',
  'registration_id',
  'member_oauth_registration_id',
  'email_id',
  'certificate_id',
  'private_key_id',
  'telemetry_id',
  'visitor_id',
  'project_id',
]);

/**
 * Whether the property is the token that alone determines the outcome of a sign-in, so that nothing is left without it.
 */
const decides = ({ path }: Spoiling): boolean => path.length === 1 && path[0] === 'session_token';

/** Whether a property of a response is the object of its mutation, without which the payload would be empty. */
const isThing = (place: string, property: unknown): boolean => {
  const [mutation = ''] = place.split('.');
  const payload = schema.getType(`${mutation[0]?.toUpperCase()}${mutation.slice(1)}Payload`);
  const fields = isObjectType(payload) ? Object.values(payload.getFields()) : [];
  return fields.some(({ type, extensions }) => extensions['exposed'] === property && isNonNullType(type));
};

/** Paths that are lost with an unreadable object, including the object. */
const mayLose = ({ path }: Spoiling, places: readonly string[]): boolean =>
  ownIds.has(path.at(-1)) ||
  (path.length === 1 && places.every((place) => /^\w+\.requestId$/.test(place) || isThing(place, path[0])));

const outcome = schema.getType('SignInOutcome');
const outcomes = new Set(isUnionType(outcome) ? outcome.getTypes().map(({ name }) => name) : []);

const secretFields = new Set(
  Object.values(schema.getTypeMap()).flatMap((type) =>
    'getFields' in type && (type.name.endsWith('Payload') || outcomes.has(type.name))
      ? Object.values(type.getFields()).flatMap((field) => {
          const { directives } = field.extensions;
          return typeof directives === 'object' && directives && 'secret' in directives ? [field.name] : [];
        })
      : [],
  ),
);

/**
 * Whether a path is a secret of a payload or of the outcome of a sign-in. Secrets of objects, such as the client secret
 * of an OIDC connection, can be read again.
 */
function isShownOnce(place: string): boolean {
  const [, field = '', ofOutcome = ''] = place.split('.');
  return secretFields.has(field === 'outcome' ? ofOutcome : field);
}

interface Loss {
  readonly spoiling: string;
  readonly places: readonly string[];
}

async function tryAll(g: SandboxGateway, replay: Replay, example: OperationExample) {
  const variables = (await example.variables?.(g)) ?? {};
  const document = askingForAll(schema, example.document);
  const as = example.as ?? 'server';
  const ask = () => g.query(document, { variables, as });
  const sound = await ask();
  expect(sound.errors, document).toEqual([]);
  replay.isReplaying = true;
  const before = shown((await ask()).data);
  const body = replay.bodyOf(example.id);
  const losses: Loss[] = [];
  const unnamed: string[] = [];
  const silent: string[] = [];
  const secretsLost: string[] = [];
  const isMutation = /^\s*mutation/.test(example.document);
  for (const [index, spoiling] of spoilings(body).entries()) {
    if ((index + totals.examples) % SHARE !== 0) continue;
    totals.spoilings += 1;
    const name = `${example.id} ${spoiling.path.join('.')}: ${spoiling.way}`;
    replay.spoilt = { id: example.id, body: JSON.stringify(spoil(body, spoiling)) };
    const answer: GraphqlAnswer<Record<string, unknown>> = await g.query(document, { variables, as });
    const after = shown(answer.data);
    const gone = [...before.keys()].filter((place) => !after.has(place));
    const beside = gone.filter((place) => !belongs(place, spoiling));
    if (isMutation && !decides(spoiling)) {
      const secrets = [...before].filter(([place]) => isShownOnce(place));
      for (const [place, value] of secrets) {
        totals.secrets += 1;
        if (!belongs(place, spoiling) && after.get(place) !== value) secretsLost.push(`${name}: ${place}`);
      }
    }
    if (beside.length > 0) {
      if (decides(spoiling) || mayLose(spoiling, beside)) totals.withoutId += 1;
      else losses.push({ spoiling: name, places: beside.slice(0, 3) });
    }
    const codes = answer.errors.map(({ extensions }) => extensions.code);
    if (codes.some((code) => code !== 'BAD_UPSTREAM_RESPONSE')) unnamed.push(`${name}: ${codes}`);
    const told = new Set(g.logged.flatMap((line) => String(JSON.parse(line).field).split('.')));
    const names = spoiling.path.flatMap((part) => [part, ...(shownAs[part] ?? [])]);
    const isTold = [...names, ...gone.flatMap((place) => place.split('.'))].some((part) => told.has(String(part)));
    if (gone.length > 0 && codes.length === 0 && !isTold && spoiling.way === 'another type') silent.push(name);
  }
  totals.examples += 1;
  totals.lost += losses.length;
  return { losses, unnamed, silent, secretsLost };
}

describe('a response with one property spoilt loses nothing beside it:', () => {
  const tried = examples.filter((_, index) => index % EXAMPLES === 0);
  it.each(tried)('$id', { timeout: 300_000 }, async (example) => {
    const replay = new Replay();
    const g = await gatewayOverSandbox({
      warm: true,
      between: replay.between,
      tries: unlimitedThrottle(),
      limits: { ...defaultLimits, calls: 10_000, nodes: 1_000_000 },
    });
    try {
      expect(await tryAll(g, replay, example)).toEqual({ losses: [], unnamed: [], silent: [], secretsLost: [] });
    } finally {
      await g.close();
    }
  });
});
