/** Mutations, all of one form: one `input`, and as answer a payload or MutationError. */
import type { FieldMap, InputFieldMap, InputFieldRef, InterfaceRef } from '@pothos/core';
import type { Access } from '../src/auth/access.ts';
import type { Context } from '../src/graphql/context.ts';
import type { OperationKey } from '../src/stytch/contract/types.ts';
import { builder } from './builder.ts';
import { type Clearing, clears } from './clearing.ts';

type Types = typeof builder.$inferSchemaTypes;

/** The builder of input fields, for functions that give fields which several inputs share. */
export type InputFieldBuilder = PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>;

/** The builder of a payload's fields. */
export type PayloadFieldBuilder<Answer> = PothosSchemaTypes.ObjectFieldBuilder<Types, Answer>;

/** The fields that give a resolver what it takes: each mistyped or missing one fails to compile. */
type FieldsFor<Taken> = { [Name in keyof Taken]: InputFieldRef<Types, Taken[Name]> };

/** An input field that the resolver does not take cannot be given. */
type NothingElse<Fields, Taken> = { [Name in Exclude<keyof Fields, keyof Taken>]: never };

interface MutationOptions<Fields, Taken, Answer extends object, Shape> {
  /** What it does, as a sentence that begins with a verb. */
  description: string;
  access: Access;
  operations: readonly OperationKey[];
  /** Says that it is an update, in which null is refused, and how to clear what the empty value does not clear. */
  clearing?: Clearing;
  input: (t: InputFieldBuilder) => Fields & NothingElse<Fields, Taken>;
  resolve: (root: unknown, args: { input: Taken }, context: Context) => Promise<Answer>;
  /** An interface that the payload implements; it brings its fields along. */
  interfaces?: readonly InterfaceRef<Types, Shape>[];
  /** The payload's own fields, read off the resolver's answer; `requestId` comes by itself. */
  payload?: (t: PayloadFieldBuilder<Answer>) => FieldMap;
}

const pascal = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;

/** Adds a mutation with its `<Mutation>Input`, `<Mutation>Payload` and `<Mutation>Result`. */
export function mutation<
  Fields extends FieldsFor<Taken>,
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
    clearing,
    input,
    resolve,
    interfaces = [],
    payload,
  }: MutationOptions<InputFieldMap, unknown, { request_id: string }, { request_id: string }>,
): void {
  if (clearing) clears(`${pascal(name)}Input`, clearing);
  const inputType = builder.inputType(`${pascal(name)}Input`, {
    description: `What \`${name}\` takes.`,
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
      description,
      extensions: { renames: 'renames' in resolve ? resolve.renames : {} },
      args: { input: t.arg({ type: inputType, required: true, description: 'What to do, and to what.' }) },
      resolve,
    }),
  );
}
