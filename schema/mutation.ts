/** Mutations, all of one form: one `input`, and as answer a payload or MutationError. */
import type { FieldMap, InputFieldMap, InputFieldRef, InputRef, InterfaceRef } from '@pothos/core';
import type { Access } from '../src/auth/access.ts';
import type { Context } from '../src/graphql/context.ts';
import type { OperationKey } from '../src/stytch/contract/types.ts';
import { builder } from './builder.ts';
import { type Clearing, clears } from './clearing.ts';
import type { COOKIE_INPUT } from './cookie-input.ts';
import { GROUP } from './input-group.ts';

type Types = typeof builder.$inferSchemaTypes;

/** The builder of input fields, for functions that give fields which several inputs share. */
export type InputFieldBuilder = PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>;

/** The builder of a payload's fields. */
export type PayloadFieldBuilder<Answer> = PothosSchemaTypes.ObjectFieldBuilder<Types, Answer>;

/** An input field that holds a group. */
interface GroupField<Shape> extends InputFieldRef<Types, Shape | null | undefined> {
  readonly group: InputRef<Shape>;
}

/** A type of inputs of which exactly one is given; to resolvers and rules they stand beside the other inputs. */
export const inputGroup = <Fields extends InputFieldMap>(
  name: string,
  description: string,
  fields: (t: InputFieldBuilder) => Fields,
) => builder.inputType(name, { isOneOf: true as const, extensions: GROUP, description, fields });

/** A field that holds a group. */
export const groupField = <Shape>(
  t: InputFieldBuilder,
  group: InputRef<Shape>,
  options: { required?: boolean; actsBy?: true; serversOnly?: 'optional'; description: string },
): GroupField<Shape> => Object.assign(t.field({ ...options, type: group }), { group });

type KeyOf<Shape> = Shape extends unknown ? keyof Shape : never;
type ValueAt<Shape, Key> = Shape extends unknown ? (Key extends keyof Shape ? Shape[Key] : never) : never;
type ObjectsIn<Shape> = Extract<ValueAt<Shape, KeyOf<Shape>>, object>;

/** The inputs of a group by their names, with those of objects within it. A cookie is a token by the time a resolver runs. */
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

/** Input fields as the resolver finds them: those of groups beside the others. */
type Flat<Fields> = {
  [Name in Exclude<keyof Fields, typeof COOKIE_INPUT> as Fields[Name] extends GroupField<unknown>
    ? never
    : Name]: Fields[Name];
} & Members<ShapeOfGroups<Fields>>;

/** The fields that give a resolver what it takes: each mistyped or missing one fails to compile. */
type FieldsFor<Taken> = { [Name in keyof Taken]: InputFieldRef<Types, Taken[Name]> };

/** An input field that the resolver does not take cannot be given. */
type NothingElse<Fields, Taken> = { [Name in Exclude<keyof Fields, keyof Taken>]: never };

type Names<Given, Wanted> = keyof Given & keyof Wanted;

/** The names of fields that are not of the type that the resolver takes. */
type Mistyped<Given, Wanted> = {
  [Name in Names<Given, Wanted>]: Given[Name] extends Wanted[Name] ? never : Name;
}[Names<Given, Wanted>];

/** Accepts fields that give the resolver what it takes, and no others. */
type Fitting<Fields, Taken> =
  Flat<Fields> extends FieldsFor<Taken>
    ? NothingElse<Flat<Fields>, Taken>
    : FieldsFor<Taken> & { [Name in Mistyped<Flat<Fields>, FieldsFor<Taken>>]: never };

interface MutationOptions<Fields, Taken, Answer extends object, Shape> {
  /** What it does, as a sentence that begins with a verb. */
  description: string;
  access: Access;
  operations: readonly OperationKey[];
  /** Says that it changes nothing, and is a mutation only since it takes a secret: caches keep the arguments of queries. */
  readOnly?: boolean;
  /** Says that it is an update, in which null is refused, and how to clear what the empty value does not clear. */
  clearing?: Clearing;
  /** Says that exactly one input is given. */
  oneOf?: boolean;
  input: (t: InputFieldBuilder) => Fields & Fitting<Fields, Taken>;
  resolve: (root: unknown, args: { input: Taken }, context: Context) => Promise<Answer>;
  /** Refuses a response that the payload could not show. The error is the result of the mutation. */
  verify?: (answer: Answer, context: Context) => void;
  /** An interface that the payload implements; it brings its fields along. */
  interfaces?: readonly InterfaceRef<Types, Shape>[];
  /** The payload's own fields, read off the resolver's answer; `requestId` comes by itself. */
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
    description: oneOf ? `What \`${name}\` takes: exactly one of these.` : `What \`${name}\` takes.`,
    fields: input,
  });
  const payloadType = builder.objectRef<{ request_id: string }>(`${pascal(name)}Payload`).implement({
    description: `What \`${name}\` brought about.`,
    interfaces: [...interfaces],
    fields: (t) => ({
      ...payload?.(t),
      requestId: t.exposeString('request_id', { description: 'Id of the call at Stytch, to be named to its support.' }),
    }),
  });
  builder.mutationField(name, (t) =>
    t.field({
      type: payloadType,
      // So that a result that cannot be shown never hides what the other mutations of the document did.
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
      args: { input: t.arg({ type: inputType, required: true, description: 'What to do, and to what.' }) },
      resolve: async (root, args, context) => {
        const answer = await resolve(root, args, context);
        verify?.(answer, context);
        return answer;
      },
    }),
  );
}
