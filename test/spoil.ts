/** Responses of Stytch with one malformed property, and documents that select everything in a response. */
import {
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  type InlineFragmentNode,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Dispatcher } from 'undici';
import { FREE_FORM_PROPERTIES } from '../src/stytch/contract/names.ts';
import { routeOf } from './contract.ts';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Kinds of malformed properties. */
const spoilt: Readonly<Record<string, (value: Json) => Json | undefined>> = {
  'left out': () => undefined,
  null: () => null,
  empty: (value) => (Array.isArray(value) ? [] : ''),
  'another type': (value) => {
    if (typeof value === 'string') return 7;
    if (typeof value === 'number') return 'seven';
    if (typeof value === 'boolean') return String(value);
    return Array.isArray(value) ? { a: 1 } : [1];
  },
  'an unknown word': () => 'a word from tomorrow',
  'an empty object': () => ({}),
  'a huge number': () => 3_000_000_000,
};

export interface Spoiling {
  /** Names and indexes on the path to the property. */
  readonly path: readonly (string | number)[];
  readonly way: string;
}

/** Properties that the gateway itself reads and that are not data. */
const framework: ReadonlySet<string> = new Set(['status_code']);

/** Each property of a body, malformed in each way. The first item of a list represents all items. */
export function spoilings(body: Json, path: readonly (string | number)[] = []): Spoiling[] {
  const here = path.length === 0 ? [] : Object.keys(spoilt).map((way) => ({ path, way }));
  if (Array.isArray(body)) return body.length === 0 ? here : [...here, ...spoilings(body[0] ?? null, [...path, 0])];
  if (typeof body !== 'object' || body === null) return here;
  const inner = Object.entries(body)
    .filter(([name]) => !framework.has(name))
    .flatMap(([name, value]) =>
      FREE_FORM_PROPERTIES.has(name)
        ? Object.keys(spoilt).map((way) => ({ path: [...path, name], way }))
        : spoilings(value, [...path, name]),
    );
  return [...here, ...inner];
}

/** The body with one malformed property. */
export function spoil(body: Json, { path, way }: Spoiling): Json {
  const [at, ...rest] = path;
  if (at === undefined) return body;
  const child = Reflect.get(Object(body), at) as Json;
  const changed = rest.length === 0 ? spoilt[way]?.(child) : spoil(child, { path: rest, way });
  if (Array.isArray(body)) {
    const items = body.map((item, index) => (index === at ? changed : item));
    return items.filter((item) => item !== undefined);
  }
  return JSON.parse(JSON.stringify({ ...Object(body), [at]: changed }));
}

/** Maximum depth of selected objects. */
const MAX_DEPTH = 8;

/** The document, extended by every field that costs no further call. */
export function askingForAll(schema: GraphQLSchema, document: string): string {
  const fill = (
    type: GraphQLNamedType,
    own: SelectionSetNode | undefined,
    path: readonly string[],
  ): SelectionNode[] => {
    if (isAbstractType(type)) {
      const common = isInterfaceType(type) ? [named('__typename')] : [];
      const kept = own?.selections.filter((node) => node.kind === Kind.INLINE_FRAGMENT) ?? [];
      return [
        ...common,
        ...schema.getPossibleTypes(type).map((possible): InlineFragmentNode => {
          const fragment = kept.find(({ typeCondition }) => typeCondition?.name.value === possible.name);
          return {
            kind: Kind.INLINE_FRAGMENT,
            typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: possible.name } },
            selectionSet: setOf(fill(possible, fragment?.selectionSet, path)),
          };
        }),
      ];
    }
    if (!isObjectType(type)) return [];
    if (type.name === 'MutationError') return [named('code'), named('message')];
    const given = (own?.selections ?? []).flatMap((node) => (node.kind === Kind.FIELD ? [node] : []));
    const keptFields = given.map((node) => deeper(type, node, path));
    const more = path.length > 0 ? moreFields(type, given, path) : [];
    return [...keptFields, ...more];
  };
  const deeper = (type: GraphQLObjectType, node: FieldNode, path: readonly string[]): FieldNode => {
    const field = type.getFields()[node.name.value];
    const inner = field && fill(getNamedType(field.type), node.selectionSet, [...path, type.name]);
    return inner && inner.length > 0 ? { ...node, selectionSet: setOf(inner) } : node;
  };
  const moreFields = (type: GraphQLObjectType, given: readonly FieldNode[], path: readonly string[]): FieldNode[] => {
    const names = new Set(given.map(({ name }) => name.value));
    return Object.values(type.getFields())
      .filter(
        ({ name, args, extensions }) => !names.has(name) && !args.some(isRequiredArgument) && !extensions['access'],
      )
      .flatMap(({ name, type: fieldType }) => {
        const target = getNamedType(getNullableType(fieldType));
        if (isLeafType(target)) return [named(name)];
        if (path.length >= MAX_DEPTH || path.includes(target.name)) return [];
        const inner = fill(target, undefined, [...path, type.name]);
        return inner.length > 0 ? [{ ...named(name), selectionSet: setOf(inner) }] : [];
      });
  };
  const { definitions, ...rest } = parse(document);
  return print({
    ...rest,
    // The fields of a fragment were selected where it is spread.
    definitions: definitions.flatMap((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
      const root = schema.getRootType(definition.operation);
      return root ? [{ ...definition, selectionSet: setOf(fill(root, definition.selectionSet, [])) }] : [];
    }),
  });
}

const named = (value: string): FieldNode => ({ kind: Kind.FIELD, name: { kind: Kind.NAME, value } });
const setOf = (selections: readonly SelectionNode[]): SelectionSetNode => ({ kind: Kind.SELECTION_SET, selections });

/** Replaces the responses of one operation on their way to the gateway. */
export const replacing =
  (isChanged: (id: string) => boolean, change: (body: Json) => Buffer): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) => {
    const { id } = routeOf(options.method, new URL(options.path, 'http://stytch.test').pathname);
    if (!isChanged(id)) return dispatch(options, handler);
    const chunks: Buffer[] = [];
    return dispatch(options, {
      onRequestStart: (...args) => handler.onRequestStart?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
      onResponseStart: (controller, status, headers, message) =>
        handler.onResponseStart?.(controller, status, { ...headers, 'content-length': undefined }, message),
      onResponseData: (_controller, chunk) => {
        chunks.push(chunk);
      },
      onResponseEnd: (controller, ...args) => {
        handler.onResponseData?.(controller, change(JSON.parse(Buffer.concat(chunks).toString())));
        return handler.onResponseEnd?.(controller, ...args);
      },
    });
  };
