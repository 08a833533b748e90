/** The gateway's Pothos plugin: `access`, `operations` and `secret` on fields, and tolerant output. */
import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type FieldRequiredness,
  type InputFieldMap,
  type InputType,
  type PothosInputFieldConfig,
  type PothosOutputFieldConfig,
  type PothosOutputFieldType,
  type SchemaTypes,
  type TypeParam,
} from '@pothos/core';
import {
  type GraphQLArgument,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { type Access, accessDenied, isAdmin, isAllowed, needsNoRight } from '../src/auth/access.ts';
import { type Caller, personOf } from '../src/auth/caller.ts';
import { checkProofs } from '../src/auth/proof.ts';
import { needsNoBearer } from '../src/auth/refused-bearer.ts';
import type { Context } from '../src/graphql/context.ts';
import { traceField } from '../src/graphql/explain.ts';
import { withPrefetch } from '../src/graphql/prefetch.ts';
import { actsByRight, signInAttemptReader } from '../src/sign-in/sign-in-attempt.ts';
import { operations } from '../src/stytch/contract/operations.ts';
import { isRecord } from '../src/stytch/contract/record.ts';
import { traitsOf } from '../src/stytch/contract/traits.ts';
import type { OperationKey } from '../src/stytch/contract/types.ts';
import { atInput, StytchError } from '../src/stytch/error.ts';
import type { Target, Vertical } from '../src/vertical/vertical.ts';
import { type Acting, actingSessionReader } from './acting-session.ts';
import { callerInputs, type ServersOnly } from './caller-input.ts';
import { clearingOf } from './clearing.ts';
import { cookieReader } from './cookie-input.ts';
import type { IdKindName } from './id.ts';
import { groupsReader } from './input-group.ts';
import { argumentsReader } from './input-reader.ts';
import { type ArgumentPlaces, argumentPlaces } from './property-path.ts';
import { applyTolerantReader } from './tolerant.ts';

declare global {
  export namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      gateway: GatewayPlugin<Types>;
    }
    interface BuildSchemaOptions<Types extends SchemaTypes> {
      /** Vertical of the graph. */
      vertical: Vertical;
    }
    interface FieldOptions<
      Types extends SchemaTypes = SchemaTypes,
      ParentShape = unknown,
      Type extends TypeParam<Types> = TypeParam<Types>,
      Nullable extends FieldNullability<Type> = FieldNullability<Type>,
      Args extends InputFieldMap = InputFieldMap,
      ResolveShape = unknown,
      ResolveReturnShape = unknown,
    > {
      /** Access rule. Required for all root fields and edges: without it the schema does not build. */
      access?: Access;
      /** REST operations that this field may call. */
      operations?: readonly OperationKey[];
      /**
       * Set if the field needs only the ids in its owner's key, so that it can be prefetched before the owner is
       * loaded.
       */
      byKey?: true;
      /**
       * Fields of the target that the owner already has, each with the owner's field name. Selecting only these costs
       * no call.
       */
      known?: Readonly<Record<string, string>>;
      /**
       * Set if each response that contains the owner contains this object, too, so that it is never fetched separately.
       */
      embedded?: true;
      /** Set if responses always contain this object. A missing one is an error, not null. */
      expected?: true;
      /** Marks a value that must not be cached, logged or included in an error. */
      secret?: true;
      /**
       * Set if a mutation changes nothing. It is not a query only because it accepts a secret, which caches would
       * store.
       */
      readOnly?: boolean;
    }
    interface InputFieldOptions<
      Types extends SchemaTypes = SchemaTypes,
      Type extends InputType<Types> | [InputType<Types>] = InputType<Types> | [InputType<Types>],
      Req extends FieldRequiredness<Type> = FieldRequiredness<Type>,
    > {
      /** Marks a value that must not be cached, logged or included in an error. */
      secret?: true;
      /** Kind of id. Both the opaque `id` of this graph and Stytch's id are accepted. */
      idOf?: IdKindName;
      /** Set to add the owners' ids in an opaque id to the arguments. */
      withOwners?: true;
      /** Set if a slug is accepted instead of the id. */
      orSlug?: true;
      /**
       * Kind of object that a slug or external id names. A text in the form of Stytch's ids of that kind is rejected.
       */
      nameOf?: IdKindName;
      /**
       * Set if only servers may send the input. An id that is `filledIn` is the caller's own for users and required for
       * servers. It is declared as required and printed as optional.
       */
      serversOnly?: ServersOnly;
      /** Set if a session in this input authorizes the request: see acting-session.ts. */
      actsBy?: true;
      /** Argument that a field of a lookup's `by` stands for. The resolver gets the value under this name, too. */
      names?: string;
    }
  }
}

const pluginName = 'gateway';
export default pluginName;

/** Adds the `@secret` directive to the printed schema of a field. */
const withSecret = <C extends { extensions?: unknown }>(config: C): C => ({
  ...config,
  extensions: { ...(config.extensions as object), directives: { secret: {} } },
});

/** The options that are not undefined. */
const given = (options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** Built-in types are strings; other type refs have a `name`. */
const nameOf = (ref: unknown): string =>
  typeof ref === 'object' && ref !== null && 'name' in ref ? String(ref.name) : String(ref);

/** Adds to an update input how to clear it, because null is rejected. */
function withClearing<Types extends SchemaTypes>(config: PothosInputFieldConfig<Types>): PothosInputFieldConfig<Types> {
  const { type } = config;
  const clearing = clearingOf(config.parentType, config.name, type.kind === 'List' ? null : nameOf(type.ref));
  if (clearing === undefined) return config;
  const description = `${config.description ?? ''} Null is rejected. ${clearing}`;
  return { ...config, description, extensions: { ...config.extensions, clearing } };
}

class GatewayPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onInputFieldConfig(config: PothosInputFieldConfig<Types>): PothosInputFieldConfig<Types> {
    const { secret, idOf, withOwners, orSlug, nameOf, names, serversOnly, actsBy } = config.pothosOptions;
    const told = config.type.required ? config : withClearing(config);
    const marks = given({ idOf, withOwners, orSlug, nameOf, names, serversOnly, actsBy });
    const extensions = { ...told.extensions, ...marks };
    const type = serversOnly === 'filledIn' ? { ...told.type, required: false } : told.type;
    const extended = { ...told, type, extensions };
    return secret ? withSecret(extended) : extended;
  }

  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const { access, operations, byKey, known, embedded: comesAlong, expected, secret } = config.pothosOptions;
    const wireName = config.extensions?.['pothosExposedField'];
    const leads = isRoot(config) || operations !== undefined;
    if (leads && access === undefined) {
      throw new Error(`${config.parentType}.${config.name} has no access rule: add \`access\`.`);
    }
    // REST only paginates forward, so the graph has no `before` and `last`.
    const { before: _before, last: _last, ...args } = config.args;
    const extended = {
      ...config,
      type: isPageItems(config) ? ofItems(config.type) : config.type,
      args: isConnectionField(config) ? args : config.args,
      extensions: {
        ...config.extensions,
        ...(access === undefined ? {} : { access }),
        ...(access !== undefined && isRoot(config) && needsNoBearer(access, operations ?? [])
          ? { needsNoBearer: true }
          : {}),
        ...(operations === undefined ? {} : { operations }),
        ...(byKey ? { byKey } : {}),
        ...(known ? { known } : {}),
        ...(comesAlong ? { comesAlong } : {}),
        ...(expected ? { expected } : {}),
        ...(typeof wireName === 'string' ? { exposed: wireName } : {}),
      },
    };
    return secret ? withSecret(extended) : extended;
  }

  /**
   * Checks access before the resolver runs, and counts sign-in attempts. A rule is decided from the caller, the
   * arguments and the parent alone. Exception: if Stytch would perform a change or return a secret without checking the
   * session, the gateway first lets Stytch check the session.
   */
  override wrapResolve(
    resolver: GraphQLFieldResolver<unknown, Types['Context'], object>,
    config: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    const guarded = withReadArguments(this.guarded(resolver, config), config, () => this.argumentsOf(config));
    const recorded = config.kind === 'Mutation' ? recordErrors(guarded) : guarded;
    const { access, operations: calls = [] } = config.pothosOptions;
    if (access === undefined) return recorded;
    return traced(calls[0] ? operations[calls[0]].id : null, recorded);
  }

  private guarded(
    resolver: GraphQLFieldResolver<unknown, Types['Context'], object>,
    config: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    const { access, operations: calls = [], byKey, secret = false, readOnly = false } = config.pothosOptions;
    if (access === undefined) return resolver;
    const resolve = byKey || config.kind === 'Query' ? withPrefetch(resolver) : resolver;
    const { vertical } = this.options;
    const attemptOf = signInAttemptReader(access, calls, vertical);
    const proofs = access === 'anyone' ? undefined : access.proof;
    const counted =
      (inner: typeof resolve): typeof resolve =>
      (parent, args, context, info) => {
        const { input } = accessTargetOf(parent, args, vertical);
        if (proofs) checkProofs(proofs, input);
        const { signInThrottle, caller, address, tenantIds } = context as Context;
        const attempt = attemptOf?.(input, caller);
        if (!attempt) return inner(parent, args, context, info);
        const person = personOf(caller);
        const origin = {
          address: actsByRight(access, caller, vertical) ? null : address,
          sender: person && vertical.signIn.senderOf(person),
          tenantId: tenantIds.find,
        };
        return signInThrottle.make(attempt, origin, () => inner(parent, args, context, info));
      };
    const run = attemptOf || proofs ? counted(resolve) : resolve;
    const runByProof = counted((parent, args, context, info) =>
      resolver(parent, args, byProof(context as Context), info),
    );
    if (access === 'anyone') {
      // Such a mutation is for callers who are not signed in, and equal for all.
      const open = config.kind === 'Mutation' ? runByProof : run;
      return isRoot(config) && !needsNoBearer(access, calls) ? refusingBearers(open) : open;
    }
    const unchecked =
      config.kind === 'Mutation' && !readOnly
        ? calls.some(isUncheckedWrite) || calls.every((operation) => traitsOf(operation).reads)
        : calls.some((operation) => isUncheckedSecret(operation, secret));
    const confirms = access.signedIn !== 'none' && unchecked;
    return (parent, args, context, info) => {
      // Pothos types plugins for any builder; this project has only one.
      const { caller, policy, confirmedCaller } = context as Context;
      if (isAdmin(caller)) return run(parent, args, context, info);
      const own = inOwnName(caller, args, vertical);
      const { target, input } = accessTargetOf(parent, own, vertical);
      if (needsNoRight(access, input)) {
        if (caller.kind === 'visitor' && caller.refusal && !needsNoBearer(access, calls)) throw caller.refusal;
        return runByProof(parent, args, context, info);
      }
      const allows = (whom: Caller) => isAllowed(whom, { policy, vertical }, access, target, input);
      const verdict = confirms
        ? Promise.resolve(allows(caller)).then(async (allowed) => allowed && allows(await confirmedCaller()))
        : allows(caller);
      if (verdict === true) return run(parent, own, context, info);
      if (verdict === false) throw accessDenied(caller, vertical);
      return verdict.then((allowed) => {
        if (!allowed) throw accessDenied(caller, vertical);
        return run(parent, own, context, info);
      });
    };
  }

  override afterBuild(schema: GraphQLSchema): GraphQLSchema {
    applyTolerantReader(schema);
    this.built = schema;
    return schema;
  }

  /** The built graph. Argument types are not available before. */
  private built: GraphQLSchema | undefined;

  private argumentsOf({ parentType, name }: PothosOutputFieldConfig<Types>): readonly GraphQLArgument[] {
    const type = this.built?.getType(parentType);
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (!field) throw new Error(`${parentType}.${name} is resolved before the graph is built.`);
    return field.args;
  }
}

/** Records the error of a mutation for the operator, before it becomes part of the result. */
const recordErrors =
  <Args>(resolve: GraphQLFieldResolver<unknown, object, Args>): GraphQLFieldResolver<unknown, object, Args> =>
  async (parent, args, context, info) => {
    try {
      return await resolve(parent, args, context, info);
    } catch (cause) {
      if (cause instanceof StytchError) (context as Context).recordRefusal(cause.facts.code);
      throw cause;
    }
  };

/** Traces the calls of a field as its own if the request is traced. */
const traced =
  <Args>(
    operation: string | null,
    resolve: GraphQLFieldResolver<unknown, object, Args>,
  ): GraphQLFieldResolver<unknown, object, Args> =>
  (parent, args, context, info) => {
    const { trace } = context as Context;
    return trace
      ? traceField(trace, operation, info, () => resolve(parent, args, context, info))
      : resolve(parent, args, context, info);
  };

/** Parsers of a field's arguments, and the paths of its arguments. */
interface ArgumentReaders {
  readonly read: ReturnType<typeof readerOf>;
  readonly readCookie: ReturnType<typeof cookieReader>;
  readonly inputs: ReturnType<typeof callerInputs>;
  readonly readActing: ReturnType<typeof actingSessionReader>;
  readonly places: ArgumentPlaces;
}

/** Parses the arguments of a field first, and adds the path to errors about one of them. */
function withReadArguments<Types extends SchemaTypes>(
  resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
  { args: declared, extensions, pothosOptions: { access } }: PothosOutputFieldConfig<Types>,
  argumentsOnceBuilt: () => readonly GraphQLArgument[],
): typeof resolve {
  if (Object.keys(declared).length === 0) return resolve;
  let known: ArgumentReaders | undefined;
  return (parent, args, context, info) => {
    if (!known) {
      const given = argumentsOnceBuilt();
      known = {
        read: readerOf(given),
        readCookie: cookieReader(given),
        inputs: callerInputs(given, access),
        readActing: actingSessionReader(given),
        places: argumentPlaces(given, renamesIn(extensions)),
      };
    }
    const { read, readCookie, inputs, readActing, places } = known;
    const given = isRecord(args) ? args : {};
    /** Resolves in the context of the acting caller. */
    const resolveBy = (values: Readonly<Record<string, unknown>>): unknown => {
      const sender = context as Context;
      inputs?.check(values, sender.caller, sender.vertical);
      const run = ({ values: own, context: acting }: Acting): unknown =>
        resolve(parent, inputs ? inputs.fill(own, acting) : own, acting, info);
      const acting = readActing ? readActing(values, sender, info) : { values, context: sender };
      return acting instanceof Promise ? acting.then(run) : run(acting);
    };
    try {
      const named = read ? read(given) : given;
      const values = readCookie ? readCookie(named, context as Context) : named;
      const found = inputs || readActing ? resolveBy(values) : resolve(parent, values, context, info);
      return found instanceof Promise ? found.catch((cause) => rethrowAt(places, given, cause)) : found;
    } catch (cause) {
      return rethrowAt(places, given, cause);
    }
  };
}

/** Rethrows an error about an argument with its path. */
function rethrowAt(places: ArgumentPlaces, given: Readonly<Record<string, unknown>>, cause: unknown): never {
  if (!(cause instanceof StytchError)) throw cause;
  const { path, properties } = cause.facts;
  const place = path ? places.within(path) : properties && places.find(properties, given);
  throw place && place !== path ? atInput(cause, place) : cause;
}

/** Parses values at their original path, for the errors, then flattens groups. */
function readerOf(args: readonly GraphQLArgument[]): ReturnType<typeof argumentsReader> {
  const read = argumentsReader(args);
  const ungroup = groupsReader(args);
  return read && ungroup ? (values) => ungroup(read(values)) : (ungroup ?? read);
}

/** Wire names of inputs that a mutation renames. */
function renamesIn(extensions: Readonly<Record<string, unknown>> | null | undefined): Readonly<Record<string, string>> {
  const renames = extensions?.['renames'];
  if (!isRecord(renames)) return {};
  return Object.fromEntries(
    Object.entries(renames).flatMap(([name, wire]) => (typeof wire === 'string' ? [[name, wire]] : [])),
  );
}

const isRoot = ({ kind }: { kind: string }): boolean => kind === 'Query' || kind === 'Mutation';

/** A root field that visitors may use, but not callers with a rejected bearer token. */
const refusingBearers =
  <Args>(resolve: GraphQLFieldResolver<unknown, object, Args>): GraphQLFieldResolver<unknown, object, Args> =>
  (parent, args, context, info) => {
    const { caller } = context as Context;
    if (caller.kind === 'visitor' && caller.refusal) throw caller.refusal;
    return resolve(parent, args, context, info);
  };

/**
 * Whether an operation changes data without a session: Stytch then performs it for any holder of the project secret.
 */
const isUncheckedWrite = (operation: OperationKey): boolean =>
  !traitsOf(operation).reads && !operations[operation].session;

/**
 * Whether an operation returns a secret without a session: Stytch then returns it to any holder of the project secret.
 */
const isUncheckedSecret = (operation: OperationKey, isSecretField: boolean): boolean =>
  (isSecretField || traitsOf(operation).secret) && !operations[operation].session;
/** The context of a request that runs on a credential in the input, not for the caller. */
const byProof = (context: Context): Context =>
  personOf(context.caller) ? { ...context, stytch: context.stytchByProof() } : context;

/** The arguments with a user's own ids instead of other names of their objects. */
function inOwnName<Args extends object>(caller: Caller, args: Args, { target }: Vertical): Args {
  const person = personOf(caller);
  if (!person) return args;
  if (!('input' in args) || !isRecord(args.input)) return target.byOwnId(person, args);
  const input = target.byOwnId(person, args.input);
  return input === args.input ? args : { ...args, input };
}

/** The objects on a page arrive with the page, so one that cannot be returned is left out, as in any list. */
const isPageItems = ({ name, parentType }: { name: string; parentType: string }): boolean =>
  name === 'nodes' && parentType.endsWith('Connection');

/** The list type with non-null items. */
const ofItems = <Types extends SchemaTypes>(type: PothosOutputFieldType<Types>): PothosOutputFieldType<Types> =>
  type.kind === 'List' ? { ...type, type: { ...type.type, nullable: false } } : type;

const isConnectionField = ({ args }: { args: object }) => 'first' in args && 'last' in args && 'before' in args;

/** The target of a field: its input or arguments, and for an edge the parent object. */
function accessTargetOf(
  parent: unknown,
  args: object,
  vertical: Vertical,
): { target: Target; input: Readonly<Record<string, unknown>> } {
  const input = ('input' in args && isRecord(args.input) ? args.input : args) as Readonly<Record<string, unknown>> &
    Target;
  return { target: isRecord(parent) ? vertical.target.ofEdge(parent, input) : input, input };
}

SchemaBuilder.registerPlugin(pluginName, GatewayPlugin);
