/** Mutations of one form: a single `input`, and a result that is a payload or a MutationError. */
import type { FieldMap, InputFieldMap, InputFieldRef, InputRef, InterfaceRef } from '@pothos/core';
import type { Access } from '../src/auth/access.ts';
import type { Context } from '../src/graphql/context.ts';
import type { OperationKey } from '../src/stytch/contract/types.ts';
import { builder } from './builder.ts';
import { type Clearing, clears } from './clearing.ts';
import type { COOKIE_INPUT } from './cookie-input.ts';
import { GROUP } from './input-group.ts';

type Types = typeof builder.$inferSchemaTypes;

/** Builder of input fields, for functions that return fields shared by several inputs. */
export type InputFieldBuilder = PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>;

/** Builder of payload fields. */
export type PayloadFieldBuilder<Answer> = PothosSchemaTypes.ObjectFieldBuilder<Types, Answer>;

/** An input field that contains a group. */
interface GroupField<Shape> extends InputFieldRef<Types, Shape | null | undefined> {
  readonly group: InputRef<Shape>;
}

/** An input type of which exactly one field is given. Resolvers and access rules get its fields flattened. */
export const inputGroup = <Fields extends InputFieldMap>(
  name: string,
  description: string,
  fields: (t: InputFieldBuilder) => Fields,
) => builder.inputType(name, { isOneOf: true as const, extensions: GROUP, description, fields });

/** A field that contains a group. */
export const groupField = <Shape>(
  t: InputFieldBuilder,
  group: InputRef<Shape>,
  options: { required?: boolean; actsBy?: true; serversOnly?: 'optional'; description: string },
): GroupField<Shape> => Object.assign(t.field({ ...options, type: group }), { group });

type KeyOf<Shape> = Shape extends unknown ? keyof Shape : never;
type ValueAt<Shape, Key> = Shape extends unknown ? (Key extends keyof Shape ? Shape[Key] : never) : never;
type ObjectsIn<Shape> = Extract<ValueAt<Shape, KeyOf<Shape>>, object>;

/** The inputs of a group by name, including those of nested objects. A cookie is a token when a resolver runs. */
type Members<Shape> = {
  [Name in Exclude<KeyOf<Shape>, typeof COOKIE_INPUT> as NonNullable<ValueAt<Shape, Name>> extends object
    ? never
    : Name]: InputFieldRef<Types, ValueAt<Shape, Name> | undefined>;
} & {
  [Name in KeyOf<ObjectsIn<Shape>>]: InputFieldRef<Types, ValueAt<ObjectsIn<Shape>, Name> | undefined>;
};

type ShapeOfGroups<Fields> = {
  [Name in keyof Fields]: Fields[Name] extends GroupField<infer Shape> ? Shape : never;
}[keyof Fields];

/** Input fields in the form that the resolver gets: with groups flattened. */
type Flat<Fields> = {
  [Name in Exclude<keyof Fields, typeof COOKIE_INPUT> as Fields[Name] extends GroupField<unknown>
    ? never
    : Name]: Fields[Name];
} & Members<ShapeOfGroups<Fields>>;

/** The fields that a resolver's input requires. A missing or mistyped field does not compile. */
type FieldsFor<Taken> = { [Name in keyof Taken]: InputFieldRef<Types, Taken[Name]> };

/** Forbids input fields that the resolver does not use. */
type NothingElse<Fields, Taken> = { [Name in Exclude<keyof Fields, keyof Taken>]: never };

type Names<Given, Wanted> = keyof Given & keyof Wanted;

/** The names of fields whose type differs from the resolver's. */
type Mistyped<Given, Wanted> = {
  [Name in Names<Given, Wanted>]: Given[Name] extends Wanted[Name] ? never : Name;
}[Names<Given, Wanted>];

/** Accepts exactly the fields that the resolver uses. */
type Fitting<Fields, Taken> =
  Flat<Fields> extends FieldsFor<Taken>
    ? NothingElse<Flat<Fields>, Taken>
    : FieldsFor<Taken> & { [Name in Mistyped<Flat<Fields>, FieldsFor<Taken>>]: never };

interface MutationOptions<Fields, Taken, Answer extends object, Shape> {
  /** What the mutation does: a sentence that starts with a verb. */
  description: string;
  access: Access;
  operations: readonly OperationKey[];
  /**
   * Set if the mutation changes nothing. It is a mutation only because it accepts a secret: caches store the arguments
   * of queries.
   */
  readOnly?: boolean;
  /** Set for an update: null is rejected. Lists how to clear inputs that have no empty value. */
  clearing?: Clearing;
  /** Set if exactly one input must be given. */
  oneOf?: boolean;
  input: (t: InputFieldBuilder) => Fields & Fitting<Fields, Taken>;
  resolve: (root: unknown, args: { input: Taken }, context: Context) => Promise<Answer>;
  /** Rejects a response that the payload cannot return. The error is the result of the mutation. */
  verify?: (answer: Answer, context: Context) => void;
  /** Interfaces of the payload, whose fields are added. */
  interfaces?: readonly InterfaceRef<Types, Shape>[];
  /** The payload's own fields, read from the resolver's result. `requestId` is added automatically. */
  payload?: (t: PayloadFieldBuilder<Answer>) => FieldMap;
}

const pascal = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;

/** Adds a mutation with its `<Mutation>Input`, `<Mutation>Payload` and `<Mutation>Result`. */
export function mutation<
  Fields extends InputFieldMap,
  Taken,
  Answer extends { request_id: string } & Shape,
  Shape extends object = object,
>(name: string, options: MutationOptions<Fields, Taken, Answer, Shape>): void;
export function mutation(
  name: string,
  {
    description,
    access,
    operations,
    readOnly = false,
    clearing,
    oneOf = false,
    input,
    resolve,
    verify,
    interfaces = [],
    payload,
  }: MutationOptions<InputFieldMap, unknown, { request_id: string }, { request_id: string }>,
): void {
  if (clearing) clears(`${pascal(name)}Input`, clearing);
  const inputType = builder.inputType(`${pascal(name)}Input`, {
    isOneOf: oneOf,
    description: oneOf ? `Input of \`${name}\`: exactly one field.` : `Input of \`${name}\`.`,
    fields: input,
  });
  const payloadType = builder.objectRef<{ request_id: string }>(`${pascal(name)}Payload`).implement({
    description: `Payload of \`${name}\`.`,
    interfaces: [...interfaces],
    fields: (t) => ({
      ...payload?.(t),
      requestId: t.exposeString('request_id', { description: 'Id of the call to Stytch, for its support.' }),
    }),
  });
  builder.mutationField(name, (t) =>
    t.field({
      type: payloadType,
      // Nullable, so that a result that cannot be returned does not hide the results of other mutations in the
      // document.
      nullable: true,
      errors: {},
      access,
      operations,
      readOnly,
      description,
      extensions: {
        renames: 'renames' in resolve ? resolve.renames : {},
        parts: 'parts' in resolve ? resolve.parts : {},
      },
      args: { input: t.arg({ type: inputType, required: true, description: 'Input of the mutation.' }) },
      resolve: async (root, args, context) => {
        const answer = await resolve(root, args, context);
        verify?.(answer, context);
        return answer;
      },
    }),
  );
}
