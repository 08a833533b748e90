/** What a change of the contract means for the graphs: what it touches, whether the code covers it, what is to do, and where. */
import { FREE_FORM_PROPERTIES, toGraphName, toWireName } from '../../../src/stytch/contract/names.ts';
import { type Contract, operationsIn, type Reach, reachOf, referenced } from './contract.ts';
import type { Change, OperationChange, PropertyChange, WordChange } from './difference.ts';
import { filesNaming, nearestFiles } from './source.ts';
import type { GraphUse, Place } from './use.ts';

/** A change with its consequences. */
export interface Finding {
  readonly change: Change;
  /** Fields and inputs of the graphs that it touches, with the kind of project: `b2b Member.name`. */
  readonly touches: readonly string[];
  /** What is to do; nothing if the code covers the change. */
  readonly todo: readonly string[];
  /** Where: paths from the root of the repository. */
  readonly files: readonly string[];
}

/** What the judgement is made from. */
export interface Evidence {
  readonly before: Contract;
  readonly now: Contract;
  readonly uses: readonly GraphUse[];
}

/** Judges one change. */
export type Judge = (change: Change) => Finding;

type Side = 'request' | 'response' | 'refusal';

/** Prepares the judgement of all changes between two contracts. */
export function createJudge({ before, now, uses }: Evidence): Judge {
  const reaches = { before: reachOf(before), now: reachOf(now) };
  const operations = new Map([...operationsIn(before), ...operationsIn(now)]);

  /** The operations that can hold an object, in either contract. */
  const keysOf = (side: Side, owner: string): string[] => {
    const keysIn = (reach: Reach) => [...(reach[side].get(owner) ?? [])];
    return [...new Set([...keysIn(reaches.before), ...keysIn(reaches.now)])];
  };
  const servesAny = (use: GraphUse, keys: readonly string[]): boolean => keys.some((key) => key in use.operations);

  /** The places of a property in a graph, on one side. */
  const placesOf = (use: GraphUse, side: Side, owner: string, name: string): readonly Place[] =>
    (side === 'request' ? use.given : use.shown)[owner]?.[name] ?? [];

  const isLeftOut = (use: GraphUse, side: Side, owner: string, name: string): boolean => {
    if (side === 'response') return use.leftOut.includes(`${owner}.${name}`) || use.leftOut.includes(name);
    return keysOf('request', owner)
      .filter((key) => key in use.operations)
      .some((key) => use.inputLeftOut.includes(`${operations.get(key)?.operationId}.${name}`));
  };

  function judgeOperation(change: OperationChange): Finding {
    const { kind, key } = change;
    const touches = uses.flatMap((use) => (use.operations[key] ?? []).map((name) => `${use.vertical} ${name}`));
    if (kind === 'added') {
      const files = nearestFiles(key, operations.keys());
      return {
        change,
        touches,
        files: ['src/stytch/contract/traits.ts', ...files],
        todo: touches.length > 0 ? [] : ['add its row of traits, a field, its sandbox answer and an example'],
      };
    }
    const id = change.before ?? '';
    if (kind === 'removed') {
      const todo =
        touches.length > 0 ? ['remove its fields, its row of traits, its sandbox answer and its examples'] : [];
      return { change, touches, todo, files: filesNaming(key, id) };
    }
    return {
      change,
      touches,
      todo: [`replace \`${change.before}\` by \`${change.now}\``],
      files: filesNaming(key, id),
    };
  }

  function judgeParameter(change: PropertyChange): Finding {
    const { owner: key, name } = change;
    const id = operations.get(key)?.operationId ?? '';
    const served = uses.filter((use) => key in use.operations);
    const places = served.flatMap((use) => placesOf(use, 'request', key, name).map((place) => ({ use, place })));
    const isCovered = places.length > 0 || served.some((use) => use.inputLeftOut.includes(`${id}.${name}`));
    return {
      change,
      touches:
        places.length > 0 ? places.map(({ use, place }) => `${use.vertical} ${place.name}`) : fieldsOfKeys([key]),
      todo: inputTodo(
        change,
        places.map(({ place }) => place),
        isCovered,
      ),
      files: filesNaming(key, id),
    };
  }

  const fieldsOfKeys = (keys: readonly string[]): string[] =>
    uses.flatMap((use) => keys.flatMap((key) => (use.operations[key] ?? []).map((name) => `${use.vertical} ${name}`)));

  function judgeProperty(change: PropertyChange): Finding {
    if (change.isParameter) return judgeParameter(change);
    const { owner, name } = change;
    const sides = (['request', 'response'] as const).map((side) => {
      const keys = keysOf(side, owner);
      const served = uses.filter((use) => servesAny(use, keys));
      const places = served.flatMap((use) => placesOf(use, side, owner, name).map((place) => ({ use, place })));
      const todo = served.flatMap((use) => {
        const own = placesOf(use, side, owner, name);
        const isCovered = own.length > 0 || isLeftOut(use, side, owner, name);
        const found = side === 'request' ? inputTodo(change, own, isCovered) : outputTodo(change, own, isCovered, use);
        return found.length > 0 && change.kind === 'type changed' && wordsCover(change, own) ? [] : found;
      });
      return { keys, places, todo };
    });
    const keys = sides.flatMap((side) => side.keys);
    const places = sides.flatMap((side) => side.places);
    const refusals = keysOf('refusal', owner).length > 0 && keys.length === 0;
    return {
      change,
      touches: [
        ...new Set(
          places.length > 0 ? places.map(({ use, place }) => `${use.vertical} ${place.name}`) : fieldsOfKeys(keys),
        ),
      ],
      todo: [
        ...new Set([
          ...sides.flatMap((side) => side.todo),
          ...nameTodo(change),
          ...(refusals ? refusalTodo(change) : []),
        ]),
      ],
      files: filesOf(owner, keys, refusals),
    };
  }

  /** Whether a property moved to another enum, whose words the graph has. */
  function wordsCover({ now: type }: PropertyChange, places: readonly Place[]): boolean {
    const words = now.components.schemas[type ?? '']?.enum;
    return (
      words !== undefined &&
      places.length > 0 &&
      places.every((place) => words.every((word) => place.words?.includes(word)))
    );
  }

  function judgeWords(change: WordChange): Finding {
    const { owner, words, kind } = change;
    const places = propertiesOfType(now, owner).flatMap(([object, property]) =>
      uses.flatMap((use) =>
        (['request', 'response'] as const)
          .flatMap((side) => placesOf(use, side, object, property))
          .flatMap(({ name, words: known }) => (known ? [{ name: `${use.vertical} ${name}`, known }] : [])),
      ),
    );
    const isOpen = (known: readonly string[]) => words.some((word) => known.includes(word) !== (kind === 'added'));
    const open = places.filter(({ known }) => isOpen(known));
    const todo = kind === 'added' ? 'add the words to the enum' : 'remove the words from the enum';
    return {
      change,
      touches: [...new Set((open.length > 0 ? open : places).map(({ name }) => name))],
      todo: open.length > 0 ? [todo] : [],
      files: filesOf(owner, [...keysOf('request', owner), ...keysOf('response', owner)], false),
    };
  }

  const filesOf = (owner: string, keys: readonly string[], isRefusal: boolean): string[] => {
    if (isRefusal) return ['src/stytch/client/refusal.ts', 'src/sandbox/control/failures.ts'];
    const named = filesNaming(owner);
    if (named.some((file) => file.startsWith('schema/'))) return named;
    return [...new Set([...named, ...keys.flatMap((key) => filesNaming(key, operations.get(key)?.operationId ?? ''))])];
  };

  return (change) => {
    if (change.of === 'operation') return judgeOperation(change);
    return change.of === 'words' ? judgeWords(change) : judgeProperty(change);
  };
}

/** The properties that hold an enum, as object and property. */
const propertiesOfType = ({ components }: Contract, type: string): [object: string, property: string][] =>
  Object.entries(components.schemas).flatMap(([object, { properties = {} }]) =>
    Object.entries(properties)
      .filter(([, schema]) => referenced(schema) === type)
      .map(([property]): [string, string] => [object, property]),
  );

function inputTodo(
  { kind, name, required, now }: PropertyChange,
  places: readonly Place[],
  isCovered: boolean,
): string[] {
  const input = toGraphName(name);
  switch (kind) {
    case 'added':
      if (!isCovered) return [`take it as \`${input}\`, or say why not in \`inputLeftOut\``];
      return required && places.some((place) => !place.required) ? [`require \`${input}\``] : [];
    case 'removed':
      return places.length > 0 ? [`remove the input \`${input}\``] : [];
    case 'now required':
      return places.some((place) => !place.required) ? [`require \`${input}\``] : [];
    case 'type changed':
      return isCovered ? [`change the type of the input to ${now}`] : [];
    case 'now optional':
      return [];
  }
}

function outputTodo(
  { kind, name, now }: PropertyChange,
  places: readonly Place[],
  isCovered: boolean,
  { vertical }: GraphUse,
): string[] {
  const list = vertical === 'b2b' ? 'test/left-out.ts' : `test/${vertical}/left-out.ts`;
  switch (kind) {
    case 'added':
      return isCovered
        ? []
        : [`show it as \`${toGraphName(name)}\`, or say why not in ${list}; let the sandbox send it`];
    case 'removed':
      return places.length > 0 ? ['remove the field'] : [];
    case 'now optional':
      return places.some((place) => place.required) ? ['make the field nullable'] : [];
    case 'type changed':
      return places.length > 0 ? [`change the type of the field to ${now}`] : [];
    case 'now required':
      return [];
  }
}

/** What a new name needs of src/stytch/contract/names.ts. */
function nameTodo({ kind, name, freeForm }: PropertyChange): string[] {
  if (kind === 'removed') return [];
  return [
    ...(freeForm && !FREE_FORM_PROPERTIES.has(name) ? ['list it as free-form in src/stytch/contract/names.ts'] : []),
    ...(toWireName(toGraphName(name)) === name ? [] : ['list its name as numbered in src/stytch/contract/names.ts']),
  ];
}

/** What a property of a refusal needs: src/stytch/client/ reads it. */
const refusalTodo = ({ kind, name }: PropertyChange): string[] => {
  const isRead = filesNaming(`'${name}'`).some((file) => file.startsWith('src/stytch/client/'));
  if (kind === 'added') return isRead ? [] : ['read it in src/stytch/client/refusal.ts'];
  return isRead && kind !== 'now required' ? ['change how src/stytch/client/refusal.ts reads it'] : [];
};
