/**
 * Tests that compare a whole graph with the contract, so that its coverage is checked. Each kind of project has them.
 */
import { readFileSync } from 'node:fs';
import {
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { contractTypes } from '../schema/builder.ts';
import { fieldsOf, inputsOf, operationsOf, shownBy } from '../schema/contract-fields.ts';
import { printSdl } from '../schema/print-sdl.ts';
import { FREE_FORM_PROPERTIES, toGraphName, toWireName } from '../src/stytch/contract/names.ts';
import { operations } from '../src/stytch/contract/operations.ts';
import type { VerticalName } from '../src/vertical/vertical.ts';
import { type ContractRoute, contract, contractRoutes, isServedBy } from './contract.ts';
import { leftOutEverywhere } from './left-out.ts';

/** Expectations of a graph in addition to the contract. */
interface GraphExpectations {
  /** Ids of the operations that an example calls successfully. */
  readonly examples: readonly string[];
  /** Properties of responses that the graph leaves out, as `schema.property`, each with the reason. */
  readonly leftOut: Readonly<Record<string, string>>;
  /** Properties of requests that the graph leaves out. */
  readonly inputLeftOut: Readonly<Record<string, string>>;
}

/** Declares the tests of one graph. */
export function describeGraph(
  vertical: VerticalName,
  schema: GraphQLSchema,
  { examples, leftOut, inputLeftOut }: GraphExpectations,
): void {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const fields = types.flatMap((type) => fieldsOf(type).map((field) => ({ type, field })));

  const own = [...contractRoutes.values()].filter((route) => isServedBy(vertical, route));
  const keyOf = ({ method, path }: ContractRoute) => `${method} ${path}`;

  /** Schema of a REST property: a reference to an object of the contract, or none. */
  type Property = { $ref?: string; items?: Property; additionalProperties?: Property | boolean };
  const referenced = (property: Property): string | undefined => {
    if (property.$ref) return property.$ref.split('/').at(-1);
    if (property.items) return referenced(property.items);
    return typeof property.additionalProperties === 'object' ? referenced(property.additionalProperties) : undefined;
  };
  const propertiesOf = (name: string) =>
    Object.entries(contract.components.schemas[name]?.properties ?? {}) as [string, Property][];
  const isEnum = (name: string) => contract.components.schemas[name]?.enum !== undefined;

  /** Objects that responses of the operations can contain. */
  const answered = new Set<string>();
  const walk = (name: string) => {
    if (answered.has(name) || isEnum(name)) return;
    answered.add(name);
    for (const [, property] of propertiesOf(name)) {
      const next = referenced(property);
      if (next) walk(next);
    }
  };
  for (const { response } of own) walk(response);

  describe('operations', () => {
    it('are 184, each in the graph of a kind of project', () => {
      expect(contractRoutes.size).toBe(184);
      const served = [...contractRoutes.values()].filter(
        (route) => isServedBy('b2b', route) || isServedBy('consumer', route),
      );
      expect(served.length).toBe(contractRoutes.size);
    });

    it('are named by a field and have an example that works', () => {
      const named = new Set(fields.flatMap(({ field }) => operationsOf(field)));
      const shown = new Set(examples);
      expect(own.filter((route) => !named.has(keyOf(route))).map(({ id }) => id)).toEqual([]);
      expect(own.filter(({ id }) => !shown.has(id)).map(({ id }) => id)).toEqual([]);
    });

    it('of the other kind of project are named by no field', () => {
      const named = new Set(fields.flatMap(({ field }) => operationsOf(field)));
      const others = [...contractRoutes.values()].filter((route) => !own.includes(route));
      expect(others.filter((route) => named.has(keyOf(route))).map(({ id }) => id)).toEqual([]);
    });

    it('stand in operations.ts as the contract has them', () => {
      const table: Record<string, { id: string; query: readonly string[]; session: boolean }> = operations;
      for (const route of contractRoutes.values()) {
        const named = (place: string) => route.parameters.filter((parameter) => parameter.in === place);
        expect(table[keyOf(route)]).toMatchObject({
          id: route.id,
          query: named('query').map(({ name }) => name),
          session: named('header').length === 2,
        });
      }
      expect(Object.values(table).filter(({ session }) => session).length).toBe(40);
    });

    it('that take a session never take it as an argument', () => {
      const given = fields.flatMap(({ field }) => field.args.map(({ name }) => name));
      expect(given.filter((name) => /stytch/i.test(name))).toEqual([]);
    });
  });

  describe('answers', () => {
    const shown = shownBy(schema, contractTypes, own);

    it('show every property, or say why not', () => {
      const missing = [...answered].flatMap((name) =>
        propertiesOf(name)
          .filter(([property, value]) => {
            if (property in leftOutEverywhere || `${name}.${property}` in leftOut) return false;
            if (shown.get(name)?.has(property)) return false;
            // The response of a read is unwrapped: the field returns the object in it.
            const held = referenced(value);
            return !(name.endsWith('Response') && held !== undefined && shown.has(held));
          })
          .map(([property]) => `${name}.${property}`),
      );
      expect(missing).toEqual([]);
    });

    it('leave nothing out that is shown after all, or that is not there', () => {
      const stale = Object.keys(leftOut).filter((entry) => {
        const [name = '', property = ''] = entry.split('.');
        return (
          !answered.has(name) ||
          !propertiesOf(name).some(([known]) => known === property) ||
          shown.get(name)?.has(property)
        );
      });
      expect(stale).toEqual([]);
    });
  });

  describe('requests', () => {
    it.each(own)('$id can be given everything it takes', (route) => {
      const serving = fields.filter(({ field }) => operationsOf(field).includes(keyOf(route)));
      const given = new Set(serving.flatMap(({ field }) => inputsOf(field).map(({ wire }) => wire)));
      const taken = [
        ...route.parameters.filter((parameter) => parameter.in !== 'header').map(({ name }) => name),
        ...(route.request ? propertiesOf(route.request).map(([name]) => name) : []),
      ];
      const missing = taken.filter(
        (name) => !given.has(name) && !(`${route.id}.${name}` in inputLeftOut) && !isKeyOrPage(route, name),
      );
      expect(missing).toEqual([]);
    });

    /** Reads get the key from the parent of the edge, and pages and filters have names of Relay or this project. */
    const isKeyOrPage = ({ method, path, id }: ContractRoute, name: string) =>
      (method === 'get' && path.includes(`{${name}}`)) ||
      ((method === 'get' || id.endsWith('_Search')) && ['cursor', 'limit', 'query'].includes(name));
  });

  describe('names', () => {
    const requested = [...contractRoutes.values()].flatMap(({ parameters, request }) => [
      ...parameters.filter((parameter) => parameter.in !== 'header').map(({ name }) => name),
      ...(request ? propertiesOf(request).map(([name]) => name) : []),
    ]);
    const inRequests = new Set(requested);
    const seen = new Set<string>();
    const within = (name: string): void => {
      if (seen.has(name)) return;
      seen.add(name);
      for (const [property, value] of propertiesOf(name)) {
        inRequests.add(property);
        const next = referenced(value);
        if (next) within(next);
      }
    };
    for (const { request } of contractRoutes.values()) if (request) within(request);

    it('survive the way to the graph and back', () => {
      expect([...inRequests].filter((name) => toWireName(toGraphName(name)) !== name)).toEqual([]);
    });

    it('of free-form properties are the ones listed', () => {
      const open = Object.keys(contract.components.schemas).flatMap((name) =>
        propertiesOf(name)
          .filter(([, value]) => {
            const item = value.items ?? value;
            return item.additionalProperties === true;
          })
          .map(([property]) => property),
      );
      expect(new Set(open)).toEqual(FREE_FORM_PROPERTIES);
    });
  });

  describe('the printed graph', () => {
    it('is current', () => {
      const printed = readFileSync(new URL(`../schema/${vertical}.graphql`, import.meta.url), 'utf8');
      expect(printed, 'run `npm run codegen`').toBe(printSdl(schema));
    });

    it('describes every type, field, argument and enum value in a sentence', () => {
      const told = types
        .filter((type) => !isSpecifiedScalarType(type))
        .flatMap((type): [string, string | null | undefined][] => [
          [type.name, type.description],
          ...fieldsOf(type).flatMap((field): [string, string | null | undefined][] => [
            [`${type.name}.${field.name}`, field.description],
            ...field.args.map((arg): [string, string | null | undefined] => [
              `${type.name}.${field.name}(${arg.name}:)`,
              arg.description,
            ]),
          ]),
          ...(isInputObjectType(type)
            ? Object.values(type.getFields()).map((field): [string, string | null | undefined] => [
                `${type.name}.${field.name}`,
                field.description,
              ])
            : []),
          ...(isEnumType(type)
            ? type
                .getValues()
                .map((value): [string, string | null | undefined] => [`${type.name}.${value.name}`, value.description])
            : []),
        ]);
      expect(
        told
          .filter(([, description]) => !description || !/^[A-Z“].*[.]$/s.test(description))
          .map(([name, text]) => `${name}: ${text}`),
      ).toEqual([]);
    });

    it('says of every edge who may follow it, but where what it gives was fetched already', () => {
      const open = fields.filter(
        ({ type, field }) =>
          isObjectType(type) &&
          field.resolve &&
          isCompositeType(getNamedType(field.type)) &&
          field.extensions['access'] === undefined &&
          field.extensions['exposed'] === undefined &&
          !/(Payload|Connection|Edge)$/.test(type.name),
      );
      expect(open.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([]);
    });

    it('says of every root field who may ask for it', () => {
      const open = fields.filter(
        ({ type, field }) => ['Query', 'Mutation'].includes(type.name) && field.extensions['access'] === undefined,
      );
      expect(open.map(({ field }) => field.name)).toEqual([]);
    });
  });
}
