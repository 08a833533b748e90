/** What differs between two contracts. */
import { type Contract, isFreeForm, operationsIn, type Parameter, requestOf, responseOf, typeOf } from './contract.ts';

/** A difference of one operation as a whole. */
export interface OperationChange {
  readonly of: 'operation';
  readonly kind: 'added' | 'removed' | 'id changed' | 'request object changed' | 'response object changed';
  /** Method and path. */
  readonly key: string;
  readonly before: string | undefined;
  readonly now: string | undefined;
}

/** A difference of one property of an object, or of one parameter of an operation. */
export interface PropertyChange {
  readonly of: 'property';
  readonly kind: 'added' | 'removed' | 'type changed' | 'now required' | 'now optional';
  /** The object; of a parameter, method and path of the operation. */
  readonly owner: string;
  readonly isParameter: boolean;
  readonly name: string;
  readonly before: string | undefined;
  readonly now: string | undefined;
  readonly required: boolean;
  readonly freeForm: boolean;
}

/** Words that an enum has, or has lost. */
export interface WordChange {
  readonly of: 'words';
  readonly kind: 'added' | 'removed';
  readonly owner: string;
  readonly words: readonly string[];
}

export type Change = OperationChange | PropertyChange | WordChange;

const union = (...lists: Iterable<string>[]): string[] => [...new Set(lists.flatMap((list) => [...list]))];

/** Every difference: operations first, then objects and enums by name. Descriptions and examples do not count. */
export function differences(before: Contract, now: Contract): Change[] {
  return [...operationChanges(before, now), ...objectChanges(before, now)];
}

function operationChanges(before: Contract, now: Contract): Change[] {
  const [old, next] = [operationsIn(before), operationsIn(now)];
  return union(old.keys(), next.keys()).flatMap((key): Change[] => {
    const [was, is] = [old.get(key), next.get(key)];
    const change = (kind: OperationChange['kind'], from?: string, to?: string): OperationChange => ({
      of: 'operation',
      kind,
      key,
      before: from,
      now: to,
    });
    if (!was || !is) return [change(is ? 'added' : 'removed', was?.operationId, is?.operationId)];
    const pairs = [
      ['id changed', was.operationId, is.operationId],
      ['request object changed', requestOf(was), requestOf(is)],
      ['response object changed', responseOf(was), responseOf(is)],
    ] as const;
    return [
      ...pairs.filter(([, from, to]) => from !== to).map(([kind, from, to]) => change(kind, from, to)),
      ...propertyChanges(key, true, parametersOf(was.parameters), parametersOf(is.parameters)),
    ];
  });
}

interface Described {
  readonly type: string;
  readonly required: boolean;
  readonly freeForm: boolean;
}

const parametersOf = (parameters: readonly Parameter[] = []): ReadonlyMap<string, Described> =>
  new Map(
    parameters.map(({ name, in: place, required = false, schema = {} }) => [
      name,
      { type: `${typeOf(schema)} in ${place}`, required, freeForm: false },
    ]),
  );

const propertiesOf = (contract: Contract, object: string): ReadonlyMap<string, Described> => {
  const { properties = {}, required = [] } = contract.components.schemas[object] ?? {};
  return new Map(
    Object.entries(properties).map(([name, schema]) => [
      name,
      { type: typeOf(schema), required: required.includes(name), freeForm: isFreeForm(schema) },
    ]),
  );
};

function propertyChanges(
  owner: string,
  isParameter: boolean,
  before: ReadonlyMap<string, Described>,
  now: ReadonlyMap<string, Described>,
): PropertyChange[] {
  return union(before.keys(), now.keys()).flatMap((name) => {
    const [was, is] = [before.get(name), now.get(name)];
    const change = (kind: PropertyChange['kind']): PropertyChange => ({
      of: 'property',
      kind,
      owner,
      isParameter,
      name,
      before: was?.type,
      now: is?.type,
      required: (is ?? was)?.required ?? false,
      freeForm: is?.freeForm ?? false,
    });
    if (!was || !is) return [change(is ? 'added' : 'removed')];
    return [
      ...(was.type === is.type ? [] : [change('type changed')]),
      ...(was.required === is.required ? [] : [change(is.required ? 'now required' : 'now optional')]),
    ];
  });
}

function objectChanges(before: Contract, now: Contract): Change[] {
  const [old, next] = [before.components.schemas, now.components.schemas];
  return union(Object.keys(old), Object.keys(next))
    .toSorted()
    .flatMap((owner): Change[] => {
      const [was, is] = [old[owner]?.enum ?? [], next[owner]?.enum ?? []];
      const changed = (kind: WordChange['kind'], words: readonly string[]): WordChange[] =>
        words.length > 0 ? [{ of: 'words', kind, owner, words }] : [];
      return [
        ...propertyChanges(owner, false, propertiesOf(before, owner), propertiesOf(now, owner)),
        ...changed(
          'added',
          is.filter((word) => !was.includes(word)),
        ),
        ...changed(
          'removed',
          was.filter((word) => !is.includes(word)),
        ),
      ];
    });
}
