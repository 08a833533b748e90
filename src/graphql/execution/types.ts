/** What planning, executing and completing share. */
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

/** What belongs to one run. */
export interface ExecutionContext extends BoundOperation {
  readonly root: unknown;
  readonly context: unknown;
  readonly errors: FieldErrors;
  /** Ends when the client has left. */
  readonly signal: AbortSignalLike | undefined;
  /** Counts the objects of the answer. Once there are too many, every failure leads to the root. */
  readonly objects: ObjectCount | undefined;
}

/** A place in an answer, of which a run may fill many. */
export interface CompletionTarget {
  /** Every place in the document that asks for it, as `info` shows them to resolvers. */
  readonly nodes: readonly FieldNode[];
  readonly isNonNull: boolean;
  readonly complete: CompleteValue;
}

/**
 * Completes one value. Throws what is wrong with it, for the nearest place that may be null. What is wrong here is never
 * the client's doing, so it is a plain Error, which src/graphql/mask.ts keeps from them.
 */
export type CompleteValue = (
  run: ExecutionContext,
  path: ResponsePath,
  info: GraphQLResolveInfo,
  value: unknown,
) => unknown;

/** One field of a selection: its place in the answer, and how its value is had. */
export interface FieldPlan extends CompletionTarget {
  /** Its alias, or its name. */
  readonly responseName: string;
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  /** Its arguments, by the variables. */
  readonly given: (variables: BoundOperation['variables']) => Record<string, unknown>;
  readonly resolve: GraphQLFieldResolver<unknown, unknown>;
  /** Set where the field is one property of its parent, ready to be shown: then nothing else here is needed. */
  readonly plain: ReadProperty | undefined;
}

/** The fields that one object shows, in the order of the answer. */
export interface SelectionPlan {
  readonly fields: readonly FieldPlan[];
  /** Whether one of them is shown as `__proto__`. */
  readonly namesProto: boolean;
}

/** What is the same for every run of an operation. */
export interface PlannedOperation {
  readonly schema: GraphQLSchema;
  readonly definition: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** The variables on which it hangs what is shown at all, by `@skip` and `@include`. */
  readonly conditions: readonly string[];
}

/** An operation and its variables. What is asked hangs on the conditions among them: with others it is another plan. */
export interface BoundOperation {
  readonly operation: PlannedOperation;
  readonly variables: Readonly<Record<string, unknown>>;
}
