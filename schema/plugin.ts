/** The gateway's own additions to Pothos: `access`, `operations` and `secret` on fields, and tolerant output. */
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
      /** The kind of project that the graph is for. */
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
      /** Who may ask for this. Every root field and every edge says so; without it the schema does not build. */
      access?: Access;
      /** The REST operations this field may call. */
      operations?: readonly OperationKey[];
      /**
       * Says that the ids in its owner's key are all that this field needs of its owner: it can be asked for before the
       * owner is there.
       */
      byKey?: true;
      /** Fields of what this leads to that its owner has already, each with the owner's name for it: they cost no call. */
      known?: Readonly<Record<string, string>>;
      /** Says that each answer with the owner in it holds this too, so that it is never asked for beside the owner. */
      comesAlong?: true;
      /** Says that responses always hold this object: where it is missing, that is an error and not null. */
      expected?: true;
      /** Marks a value that must never be cached, logged or put in an error. */
      secret?: true;
      /** Says that a mutation changes nothing: it is none of the queries only since it takes a secret, which caches would keep. */
      readOnly?: boolean;
    }
    interface InputFieldOptions<
      Types extends SchemaTypes = SchemaTypes,
      Type extends InputType<Types> | [InputType<Types>] = InputType<Types> | [InputType<Types>],
      Req extends FieldRequiredness<Type> = FieldRequiredness<Type>,
    > {
      /** Marks a value that must never be cached, logged or put in an error. */
      secret?: true;
      /** What the id names: it is taken as the opaque `id` of this graph, and as Stytch's. */
      idOf?: IdKindName;
      /** Says that the ids of the owners, which an opaque id holds, are put beside it. */
      withOwners?: true;
      /** Says that a slug may stand in the place of the id. */
      orSlug?: true;
      /** Says what a slug, or an id of the customer's, stands for: one in the form of Stytch's ids of that kind is refused. */
      nameOf?: IdKindName;
      /**
       * Says that only servers may give it. An id that is `filledIn` is the caller's own for people; servers must give it, so
       * that it is declared as required, and printed as not.
       */
      serversOnly?: ServersOnly;
      /** Says that a session in it is the one in whose name the request is made: see acting-session.ts. */
      actsBy?: true;
      /** The argument that a way to look something up stands for. The resolver finds it under this name, too. */
      names?: string;
    }
  }
}

const pluginName = 'gateway';
export default pluginName;

/** Adds the directive to what a printed schema shows of a field. */
const withSecret = <C extends { extensions?: unknown }>(config: C): C => ({
  ...config,
  extensions: { ...(config.extensions as object), directives: { secret: {} } },
});

/** The options that are given. */
const given = (options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** Names of built-in types are names; references to others know theirs. */
const nameOf = (ref: unknown): string =>
  typeof ref === 'object' && ref !== null && 'name' in ref ? String(ref.name) : String(ref);

/** Says of an input of an update how to clear it, which null does not. */
function withClearing<Types extends SchemaTypes>(config: PothosInputFieldConfig<Types>): PothosInputFieldConfig<Types> {
  const { type } = config;
  const clearing = clearingOf(config.parentType, config.name, type.kind === 'List' ? null : nameOf(type.ref));
  if (clearing === undefined) return config;
  const description = `${config.description ?? ''} Null is refused. ${clearing}`;
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
    const { access, operations, byKey, known, comesAlong, expected, secret } = config.pothosOptions;
    const wireName = config.extensions?.['pothosExposedField'];
    const leads = isRoot(config) || operations !== undefined;
    if (leads && access === undefined) {
      throw new Error(`${config.parentType}.${config.name} does not say who may ask for it: give it \`access\`.`);
    }
    // REST only pages forward, so the graph does not offer the other way.
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
   * Refuses before the resolver runs, and counts attempts to sign in. A rule is decided from the caller, the arguments and
   * the parent alone; only a change that Stytch would make, or a secret that it would give, without looking at the session
   * waits until Stytch has.
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
        const { tries, caller, address, tenantIds } = context as Context;
        const attempt = attemptOf?.(input, caller);
        if (!attempt) return inner(parent, args, context, info);
        const person = personOf(caller);
        const origin = {
          address: actsByRight(access, caller, vertical) ? null : address,
          sender: person && vertical.signIn.senderOf(person),
          tenantId: tenantIds.find,
        };
        return tries.make(attempt, origin, () => inner(parent, args, context, info));
      };
    const run = attemptOf || proofs ? counted(resolve) : resolve;
    const runByProof = counted((parent, args, context, info) =>
      resolver(parent, args, byProof(context as Context), info),
    );
    if (access === 'anyone') {
      // Such a mutation is for those who are not signed in yet, and the same for all.
      const open = config.kind === 'Mutation' ? runByProof : run;
      return isRoot(config) && !needsNoBearer(access, calls) ? refusingBearers(open) : open;
    }
    const unchecked =
      config.kind === 'Mutation' && !readOnly
        ? calls.some(isUncheckedWrite) || calls.every((operation) => traitsOf(operation).reads)
        : calls.some((operation) => isUncheckedSecret(operation, secret));
    const confirms = access.signedIn !== 'none' && unchecked;
    return (parent, args, context, info) => {
      // Pothos writes plugins for any builder; ours is the only one.
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

  /** The graph, once it is built: the types of arguments are not there before. */
  private built: GraphQLSchema | undefined;

  private argumentsOf({ parentType, name }: PothosOutputFieldConfig<Types>): readonly GraphQLArgument[] {
    const type = this.built?.getType(parentType);
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (!field) throw new Error(`${parentType}.${name} is resolved before the graph is built.`);
    return field.args;
  }
}

/** A mutation whose error, which becomes part of its result from here on, is taken note of for the operator. */
const recordErrors =
  <Args>(resolve: GraphQLFieldResolver<unknown, object, Args>): GraphQLFieldResolver<unknown, object, Args> =>
  async (parent, args, context, info) => {
    try {
      return await resolve(parent, args, context, info);
    } catch (cause) {
      if (cause instanceof StytchError) (context as Context).refused(cause.facts.code);
      throw cause;
    }
  };

/** A field whose calls are traced as its own, while a request asks for it. */
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

/** What reads the arguments of a field, and finds the place of one that is wrong. */
interface ArgumentReaders {
  readonly read: ReturnType<typeof readerOf>;
  readonly readCookie: ReturnType<typeof cookieReader>;
  readonly inputs: ReturnType<typeof callerInputs>;
  readonly readActing: ReturnType<typeof actingSessionReader>;
  readonly places: ArgumentPlaces;
}

/** A field whose arguments are read first, and whose errors about one of them name it. */
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
    /** Runs as whoever acts. */
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

/** Throws an error about one of the arguments with its place. */
function rethrowAt(places: ArgumentPlaces, given: Readonly<Record<string, unknown>>, cause: unknown): never {
  if (!(cause instanceof StytchError)) throw cause;
  const { path, properties } = cause.facts;
  const place = path ? places.within(path) : properties && places.find(properties, given);
  throw place && place !== path ? atInput(cause, place) : cause;
}

/** Values are read where they were given, so that errors name their place; then those of groups come to stand beside the others. */
function readerOf(args: readonly GraphQLArgument[]): ReturnType<typeof argumentsReader> {
  const read = argumentsReader(args);
  const ungroup = groupsReader(args);
  return read && ungroup ? (values) => ungroup(read(values)) : (ungroup ?? read);
}

/** The names on the wire that a mutation gives to inputs of its own. */
function renamesIn(extensions: Readonly<Record<string, unknown>> | null | undefined): Readonly<Record<string, string>> {
  const renames = extensions?.['renames'];
  if (!isRecord(renames)) return {};
  return Object.fromEntries(
    Object.entries(renames).flatMap(([name, wire]) => (typeof wire === 'string' ? [[name, wire]] : [])),
  );
}

const isRoot = ({ kind }: { kind: string }): boolean => kind === 'Query' || kind === 'Mutation';

/** A root field that is open to visitors, but not to a caller whose bearer is not accepted. */
const refusingBearers =
  <Args>(resolve: GraphQLFieldResolver<unknown, object, Args>): GraphQLFieldResolver<unknown, object, Args> =>
  (parent, args, context, info) => {
    const { caller } = context as Context;
    if (caller.kind === 'visitor' && caller.refusal) throw caller.refusal;
    return resolve(parent, args, context, info);
  };

/** Whether an operation changes something and takes no session, so that Stytch does it for whoever has the secret. */
const isUncheckedWrite = (operation: OperationKey): boolean =>
  !traitsOf(operation).reads && !operations[operation].session;

/** Whether an operation gives a secret and takes no session, so that Stytch gives it for whoever has the project secret. */
const isUncheckedSecret = (operation: OperationKey, isSecretField: boolean): boolean =>
  (isSecretField || traitsOf(operation).secret) && !operations[operation].session;
/** The context of a request that runs on a proof, and not for the caller. */
const byProof = (context: Context): Context =>
  personOf(context.caller) ? { ...context, stytch: context.stytchByProof() } : context;

/** The same arguments, with a person's own ids in place of other names of what is theirs. */
function inOwnName<Args extends object>(caller: Caller, args: Args, { target }: Vertical): Args {
  const person = personOf(caller);
  if (!person) return args;
  if (!('input' in args) || !isRecord(args.input)) return target.byOwnId(person, args);
  const input = target.byOwnId(person, args.input);
  return input === args.input ? args : { ...args, input };
}

/** The things on a page come with the page, so that one which cannot be shown is left out, as in any list. */
const isPageItems = ({ name, parentType }: { name: string; parentType: string }): boolean =>
  name === 'nodes' && parentType.endsWith('Connection');

/** The same list, without null for an item. */
const ofItems = <Types extends SchemaTypes>(type: PothosOutputFieldType<Types>): PothosOutputFieldType<Types> =>
  type.kind === 'List' ? { ...type, type: { ...type.type, nullable: false } } : type;

const isConnectionField = ({ args }: { args: object }) => 'first' in args && 'last' in args && 'before' in args;

/** What a field is about: its input or arguments say so, and on an edge the object it starts from. */
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
