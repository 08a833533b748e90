/**
 * A rejection by Stytch of one property names the input field of that property. Each kind of project has these tests.
 */
import { type GraphQLSchema, getNamedType, isInputObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { errorProperties } from '../src/stytch/contract/error-property.ts';
import { toWireName } from '../src/stytch/contract/names.ts';
import type { Base } from './assemble.ts';
import type { Refusal } from './refusal.ts';
import { buildRequest, type FixedValues } from './safety/request.ts';

const typesOf = (property: string) =>
  [...errorProperties].filter(([, properties]) => properties.includes(property)).map(([errorType]) => errorType);

/**
 * Declares the tests of one graph, whose gateway is open while they run.
 *
 * @param given values of the inputs, by name
 * @param refusal the interceptor between the gateway and the sandbox
 * @param least minimum number of rejections that reach the client
 */
export function describeErrorProperties<Name extends string>(
  schema: GraphQLSchema,
  {
    given,
    refusal,
    least,
    gateway,
  }: { given: FixedValues; refusal: Refusal; least: number; gateway: () => Base<Name> },
): void {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) => {
    const type = field.args[0] && getNamedType(field.args[0].type);
    const renames = (field.extensions['renames'] ?? {}) as Readonly<Record<string, string>>;
    const inputs = isInputObjectType(type) ? Object.values(type.getFields()) : [];
    const fields = inputs.map(({ name }) => ({
      name,
      property: renames[name] ?? toWireName(name),
    }));
    return { name: field.name, field, fields };
  });

  let compared = 0;

  describe.each(mutations)('$name', ({ field, fields }) => {
    const { document, variables } = buildRequest('mutation', field, given);
    const asking = document.replace('code message', 'code path errorType');

    it('names each field that an error type stands for', async () => {
      for (const { name, property } of fields) {
        for (const errorType of typesOf(property)) {
          const alike = fields.filter((other) => errorProperties.get(errorType)?.includes(other.property));
          // Of several similar inputs only the given one; each of them has its own case.
          if (alike.length > 1) continue;
          refusal.word = errorType;
          const { data } = await gateway().query<{ it: { errorType: string; path: unknown } | null }>(asking, {
            variables,
          });
          refusal.word = '';
          // A mutation that reads first may find no object, and returns its own error then.
          if (data?.it?.errorType !== errorType) continue;
          expect([errorType, data.it.path]).toEqual([errorType, [name]]);
          compared += 1;
        }
      }
    });
  });

  it('most of those refusals reach the client', () => {
    expect(compared).toBeGreaterThan(least);
  });
}
