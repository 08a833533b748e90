/** Types shared by planning, execution and completion. */
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLFieldResolver,
  GraphQLObjectType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { ObjectCount } from '../../limits/object-count.ts';
import type { AbortSignalLike } from '../../stytch/client/abort.ts';
import type { FieldErrors } from './field-errors.ts';
import type { ReadProperty } from './property-field.ts';

export type ResponsePath = GraphQLResolveInfo['path'];

/** State of one execution. */
export interface ExecutionContext extends BoundOperation {
  readonly root: unknown;
  readonly context: unknown;
  readonly errors: FieldErrors;
  /** Aborted when the client disconnects. */
  readonly signal: AbortSignalLike | undefined;
  /** Counts the objects of the response. After it exceeds the maximum, every failure propagates to the root. */
  readonly objects: ObjectCount | undefined;
}

/** A position of the response; lists complete several values for one. */
export interface CompletionTarget {
  /** All field nodes that select it, as `info.fieldNodes`. */
  readonly nodes: readonly FieldNode[];
  readonly isNonNull: boolean;
  readonly complete: CompleteValue;
}

/**
 * Completes one value. Throws an error for the nearest nullable position. Completion errors are server faults: a plain
 * Error, which src/graphql/mask.ts hides.
 */
export type CompleteValue = (
  run: ExecutionContext,
  path: ResponsePath,
  info: GraphQLResolveInfo,
  value: unknown,
) => unknown;

/** One field of a selection: its response name and how its value is resolved and completed. */
export interface FieldPlan extends CompletionTarget {
  /** The alias, or the name. */
  readonly responseName: string;
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  /** The arguments for given variables. */
  readonly given: (variables: BoundOperation['variables']) => Record<string, unknown>;
  readonly resolve: GraphQLFieldResolver<unknown, unknown>;
  /** Set if the field is one property of its parent; then the resolver and `complete` are not used. */
  readonly plain: ReadProperty | undefined;
}

/** The fields of one object, in response order. */
export interface SelectionPlan {
  readonly fields: readonly FieldPlan[];
  /** Whether a response name is `__proto__`. */
  readonly namesProto: boolean;
}

/** The parts of an operation that do not depend on variables. */
export interface PlannedOperation {
  readonly schema: GraphQLSchema;
  readonly definition: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** Variables used in `@skip` and `@include`, which select the plan. */
  readonly conditions: readonly string[];
}

/** An operation with its variables. Other values of the `@skip` and `@include` variables select another plan. */
export interface BoundOperation {
  readonly operation: PlannedOperation;
  readonly variables: Readonly<Record<string, unknown>>;
}
