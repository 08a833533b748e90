/** SCIM 2.0 server of a connection, for requests with a valid bearer token. Loaded on the first such request. */
import { Messages } from 'scimmy';
import { SandboxError } from '../../errors.ts';
import type { IncomingRequest } from '../../http.ts';
import type { HttpReply } from '../../reply.ts';
import { repeatedName } from '../../shared/query.ts';
import type { Collection, Scope } from './collection.ts';
import { groups } from './groups.ts';
import { listResources, readWanted } from './list.ts';
import { patchResource } from './patch.ts';
import {
  type Resource,
  readResource,
  refuse,
  resourceTypesAt,
  ScimError,
  schemasAt,
  serviceProviderConfig,
  showResource,
} from './schema.ts';
import { users } from './users.ts';

const collections: Readonly<Record<string, Collection>> = { Users: users, Groups: groups };

/** Stytch error types that SCIM reports as a conflict (409). */
const conflicts = /^(duplicate_|desired_email_)/;

const replyOf = (status: number, body: Resource, headers: Record<string, string> = {}): HttpReply => ({
  status,
  body,
  headers: { 'content-type': 'application/scim+json; charset=utf-8', ...headers },
});

const errorReply = (error: ScimError): HttpReply => {
  const { schemas, status, scimType, detail } = new Messages.ErrorResponse(error);
  return replyOf(Number(status), { schemas, status, ...(scimType ? { scimType } : {}), ...(detail ? { detail } : {}) });
};

/** A Stytch refusal as a SCIM error. */
const scimErrorOf = ({ type, message }: SandboxError) =>
  conflicts.test(type) ? new ScimError(409, 'uniqueness', message) : new ScimError(400, 'invalidValue', message);

const bodyOf = ({ body }: IncomingRequest): unknown => {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return refuse(400, 'invalidSyntax', 'The body is not valid JSON.');
  }
};

/** The parameters of a query. The protocol gives none of them a second value. */
const parametersOf = ({ query }: IncomingRequest): Resource => {
  const repeated = repeatedName(query);
  if (repeated !== undefined) refuse(400, 'invalidValue', `${repeated} is sent once.`);
  return Object.fromEntries(new URLSearchParams(query));
};

/** One resource, with the attributes that the query selects. */
const showOne = (collection: Collection, scope: Scope, id: string, incoming: IncomingRequest): Resource => {
  const { attributes } = readWanted(collection.kind, parametersOf(incoming));
  return showResource(collection.kind, collection.find(scope, id), scope.base, attributes);
};

const answerCollection = (collection: Collection, scope: Scope, incoming: IncomingRequest): HttpReply => {
  const { kind, all, create } = collection;
  if (incoming.method === 'GET') {
    const wanted = readWanted(kind, parametersOf(incoming));
    return replyOf(200, listResources(kind, all(scope), wanted, scope.base));
  }
  if (incoming.method !== 'POST') return refuse(501, '', 'The server does not support this operation.');
  const id = create(scope, readResource(kind, bodyOf(incoming)));
  return replyOf(201, showOne(collection, scope, id, incoming), { location: `${scope.base}${kind.endpoint}/${id}` });
};

const answerOne = (collection: Collection, scope: Scope, id: string, incoming: IncomingRequest): HttpReply => {
  const { kind, all, replace, remove } = collection;
  const { method } = incoming;
  if (method === 'POST' && id === '.search') {
    return replyOf(200, listResources(kind, all(scope), readWanted(kind, bodyOf(incoming)), scope.base));
  }
  const current = collection.find(scope, id);
  if (method === 'DELETE') {
    remove(scope, id);
    return { status: 204, body: '' };
  }
  if (method === 'PUT') replace(scope, id, readResource(kind, bodyOf(incoming)));
  else if (method === 'PATCH') {
    replace(scope, id, readResource(kind, patchResource(kind, current, bodyOf(incoming))));
  } else if (method !== 'GET') refuse(501, '', 'The server does not support this operation.');
  return replyOf(200, showOne(collection, scope, id, incoming));
};

const route = (scope: Scope, [name = '', id, ...rest]: readonly string[], incoming: IncomingRequest): HttpReply => {
  if (rest.length > 0) refuse(404, '', 'There is no such resource.');
  const collection = collections[name];
  if (collection) {
    return id === undefined
      ? answerCollection(collection, scope, incoming)
      : answerOne(collection, scope, id, incoming);
  }
  if (incoming.method !== 'GET') return refuse(501, '', 'The server does not support this operation.');
  if (name === 'Schemas') return replyOf(200, schemasAt(scope.base, id));
  if (name === 'ResourceTypes') return replyOf(200, resourceTypesAt(scope.base, id));
  if (name === 'ServiceProviderConfig' && id === undefined) return replyOf(200, serviceProviderConfig(scope.base));
  return refuse(501, '', 'The server does not support this operation.');
};

/** Handles a request below the base URL; `path` holds its segments. */
export const answerScim = (scope: Scope, path: readonly string[], incoming: IncomingRequest): HttpReply => {
  try {
    return route(scope, path, incoming);
  } catch (error) {
    if (error instanceof ScimError) return errorReply(error);
    if (error instanceof SandboxError) return errorReply(scimErrorOf(error));
    throw error;
  }
};
