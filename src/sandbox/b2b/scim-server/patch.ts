/**
 * PATCH of SCIM (RFC 7644, 3.5.2), with the variants that identity providers send. scimmy's implementation is not used:
 * each step copies the whole resource and a removal compares every value with every item, so 1,000 members took 40
 * seconds.
 */
import { Messages, type Types } from 'scimmy';
import { isRecord } from '../../../stytch/contract/record.ts';
import type { Matches } from './filter.ts';
import { partOf, readTarget, type Target } from './patch-target.ts';
import { type Kind, type Resource, refuse, tidied } from './schema.ts';

type Verb = 'add' | 'remove' | 'replace';
type Operation = { op: Verb; path?: string; value?: unknown };

/** One change of one attribute. A removal without `value` removes the whole target. */
type Step = { op: Verb; target: Target; value?: unknown };

/** Mutable copy of a resource or of a part of it. */
type Draft = Record<string, unknown>;

const isList = ({ attribute }: Target): boolean => attribute?.config.multiValued === true;

/** A single item or a list, as a list. */
const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** Renames sub-attributes to the case of the schema and drops unknown ones. */
const named = (attribute: Types.Attribute, value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((item) => named(attribute, item));
  if (!isRecord(value) || attribute.type !== 'complex') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const part = partOf(attribute, name);
      return part ? [[part.name, inner]] : [];
    }),
  );
};

/** Entra ID sends a manager as an id only. */
const valueFor = ({ attribute, part }: Target, path: string, sent: unknown): unknown => {
  const value = tidied(sent, path);
  if (!attribute || part !== undefined) return value;
  return named(attribute, attribute.name === 'manager' && typeof value === 'string' ? { value } : value);
};

/** Removals match by `value` alone if the item has one. */
const soughtBy = (item: unknown) => (isRecord(item) && item['value'] !== undefined ? { value: item['value'] } : item);

/** Splits an operation into steps in a normal form that is independent of the client. */
const stepsOf = (kind: Kind, { op, path, value }: Operation): Step[] => {
  if (path === undefined) {
    if (!isRecord(value)) return refuse(400, 'invalidValue', 'An operation without path has an object as its value.');
    return Object.entries(value)
      .filter(([name]) => !['schemas', 'meta'].includes(name))
      .flatMap(([name, inner]) => stepsOf(kind, { op, path: name, value: inner }));
  }
  const target = readTarget(kind, path);
  const { chosenBy, matches: _, ...list } = target;
  const { attribute, extension, part } = list;
  if (attribute === undefined && isRecord(value) && op !== 'remove') {
    // Attributes of an extension are separate targets. Attributes that were not sent stay unchanged (RFC 7644,
    // 3.5.2.3).
    return Object.entries(value).flatMap(([name, inner]) =>
      stepsOf(kind, { op, path: `${extension}:${name}`, value: inner }),
    );
  }
  if (op === 'remove' && chosenBy && part === undefined) {
    return [{ op, target: list, value: [{ [chosenBy.part]: chosenBy.value }] }];
  }
  if (value === null || value === '' || (op === 'remove' && value === undefined)) return [{ op: 'remove', target }];
  if (attribute === undefined && op !== 'remove') return refuse(400, 'invalidValue', 'An extension is an object.');
  const meant = valueFor(target, path, value);
  return [{ op, target, value: op === 'remove' ? listed(meant).map(soughtBy) : meant }];
};

/** Merges consecutive removals from one list, so that the list is traversed once. */
const joined = (steps: readonly Step[]): Step[] => {
  const result: (Step & { removed?: unknown[] })[] = [];
  for (const step of steps) {
    const last = result.at(-1);
    const { op, target, value } = step;
    const isRemoval = op === 'remove' && Array.isArray(value) && isPlainList(target);
    if (isRemoval && last?.removed && last.target.attribute === target.attribute) last.removed.push(...value);
    else result.push(isRemoval ? { ...step, removed: [...value] } : step);
  }
  return result.map(({ removed, ...step }) => (removed ? { ...step, value: removed } : step));
};

/** Whether the target is a whole list. */
const isPlainList = (target: Target): boolean =>
  isList(target) && target.matches === undefined && target.part === undefined;

/** Case-insensitive key: equal values have equal keys. */
const keyOf = (value: unknown): string => JSON.stringify(value)?.toLowerCase() ?? '';

/**
 * Items that match none of the removed values. An item matches a value if it has all of the value's sub-attributes.
 */
const without = (items: readonly unknown[], removed: readonly unknown[]): unknown[] => {
  /** Keys of the removed values by their set of sub-attribute names. The schema bounds the number of sets. */
  const sought = new Map<string, { names: string[]; keys: Set<string> }>();
  for (const value of removed) {
    const names = isRecord(value) ? Object.keys(value).toSorted() : [];
    const set = sought.get(names.join()) ?? { names, keys: new Set() };
    set.keys.add(keyOf(isRecord(value) ? names.map((name) => value[name]) : value));
    sought.set(names.join(), set);
  }
  return items.filter((item) =>
    sought
      .values()
      .every(({ names, keys }) => !keys.has(keyOf(isRecord(item) ? names.map((name) => item[name]) : item))),
  );
};

const itemsOf = (holder: Draft, { name }: Types.Attribute): unknown[] => {
  const value = holder[name];
  return Array.isArray(value) ? value : [];
};

/** Rejects a change of an attribute that only the server sets. */
const checkMutable = ({ name, config }: Types.Attribute, before: unknown, after: unknown) => {
  if (config.mutable !== true && before !== undefined && JSON.stringify(before) !== JSON.stringify(after)) {
    refuse(400, 'mutability', `${name} cannot be changed.`);
  }
};

const set = (holder: Draft, attribute: Types.Attribute, value: unknown) => {
  checkMutable(attribute, holder[attribute.name], value);
  if (value === undefined || (Array.isArray(value) && value.length === 0)) delete holder[attribute.name];
  else holder[attribute.name] = value;
};

/**
 * Changes the items that a filter selects, or a sub-attribute of them. If no item matches, an add or replace appends
 * one.
 */
const changeItems = (holder: Draft, { op, target, value }: Step, attribute: Types.Attribute, matches: Matches) => {
  const { part, chosenBy } = target;
  const items = itemsOf(holder, attribute);
  const isChosen = (item: unknown) => isRecord(item) && matches(item);
  if (!items.some(isChosen)) {
    if (op === 'remove') return;
    if (!chosenBy) return refuse(400, 'noTarget', 'The filter of the path matches nothing.');
    const chosen = { [chosenBy.part]: tidied(chosenBy.value, chosenBy.part) };
    const item = { ...chosen, ...(part === undefined ? (isRecord(value) ? value : {}) : { [part]: value }) };
    return set(holder, attribute, [...items, item]);
  }
  const changed = (item: unknown): unknown[] => {
    if (!isRecord(item) || !matches(item)) return [item];
    if (part !== undefined) return [{ ...item, [part]: op === 'remove' ? undefined : value }];
    if (op === 'remove') return [];
    return [op === 'add' && isRecord(value) ? { ...item, ...value } : value];
  };
  set(holder, attribute, items.flatMap(changed));
};

/** Changes a whole list, or a sub-attribute of all its items. */
const changeList = (holder: Draft, { op, target: { part }, value }: Step, attribute: Types.Attribute) => {
  const items = itemsOf(holder, attribute);
  if (part !== undefined) {
    if (items.length === 0 && op !== 'remove') refuse(400, 'noTarget', 'The list is empty.');
    const changed = items.map((item) =>
      isRecord(item) ? { ...item, [part]: op === 'remove' ? undefined : value } : item,
    );
    return set(holder, attribute, changed);
  }
  if (op === 'replace') return set(holder, attribute, listed(value));
  if (op === 'add') return set(holder, attribute, [...items, ...listed(value)]);
  set(holder, attribute, Array.isArray(value) ? without(items, value) : undefined);
};

/** Applies one step to a copy of a resource. */
const apply = (draft: Draft, step: Step): void => {
  const { op, target, value } = step;
  const { attribute, extension, matches, part } = target;
  if (!attribute) {
    if (extension !== undefined) delete draft[extension];
    return;
  }
  const holder = extension === undefined ? draft : within(draft, extension);
  const before = holder[attribute.name];
  if (matches) changeItems(holder, step, attribute, matches);
  else if (isList(target)) changeList(holder, step, attribute);
  else if (part !== undefined) {
    set(holder, attribute, { ...(isRecord(before) ? before : {}), [part]: op === 'remove' ? undefined : value });
  } else if (op === 'remove') set(holder, attribute, undefined);
  // Sub-attributes that were not sent stay unchanged (RFC 7644, 3.5.2.3).
  else set(holder, attribute, isRecord(before) && isRecord(value) ? { ...before, ...value } : value);
};

/** Items of lists that the steps of one PATCH compare or change, added up. Hundreds of steps over hundreds of items are fewer. */
const MAX_ITEM_VISITS = 300_000;

/** The items that a step goes through. Added and replaced lists are taken as they are. */
const visitsOf = (draft: Draft, { op, target }: Step): number => {
  const { attribute, extension } = target;
  if (!attribute || (isPlainList(target) && op !== 'remove')) return 0;
  const holder = extension === undefined ? draft : draft[extension];
  return isRecord(holder) ? itemsOf(holder, attribute).length : 0;
};

/** Object of an extension, created if absent. */
const within = (draft: Draft, extension: string): Draft => {
  const known = draft[extension];
  const inner: Draft = isRecord(known) ? { ...known } : {};
  draft[extension] = inner;
  return inner;
};

const verbs = ['add', 'remove', 'replace'] as const;

const readOperation = (sent: unknown): Operation => {
  if (!isRecord(sent)) return refuse(400, 'invalidSyntax', 'An operation is a JSON object.');
  const { op, path, value } = sent;
  const verb = verbs.find((one) => typeof op === 'string' && one === op.toLowerCase());
  if (verb === undefined) return refuse(400, 'invalidSyntax', 'The op of an operation is add, remove or replace.');
  if (verb !== 'remove' && value === undefined) refuse(400, 'invalidValue', 'The operation needs a value.');
  if (path === undefined || path === null) {
    return verb === 'remove' ? refuse(400, 'noTarget', 'A removal needs a path.') : { op: verb, value };
  }
  return typeof path === 'string' ? { op: verb, path, value } : refuse(400, 'invalidPath', 'A path is a text.');
};

const readPatch = (sent: unknown): Operation[] => {
  if (!isRecord(sent)) return refuse(400, 'invalidSyntax', 'The body is not a JSON object.');
  const { schemas, Operations } = sent;
  if (!Array.isArray(schemas) || !schemas.includes(Messages.PatchOp.id)) {
    return refuse(400, 'invalidSyntax', `A PATCH has the schema ${Messages.PatchOp.id}.`);
  }
  return Array.isArray(Operations) && Operations.length > 0
    ? Operations.map(readOperation)
    : refuse(400, 'invalidValue', 'A PATCH has at least one operation in Operations.');
};

/**
 * Applies all operations of a PATCH to a copy of a resource, in order. The caller validates the result against the
 * schema.
 *
 * @throws ScimError if any operation is invalid
 *
 * @throws ScimError 413 `tooMany` if the operations together go through more than 300,000 items of lists
 */
export const patchResource = (kind: Kind, resource: Resource, sent: unknown): Resource => {
  const draft: Draft = { ...resource };
  const steps = readPatch(sent).flatMap((operation) => stepsOf(kind, operation));
  let visits = 0;
  for (const step of joined(steps)) {
    visits += visitsOf(draft, step);
    if (visits > MAX_ITEM_VISITS) {
      refuse(413, 'tooMany', `The operations go through more than ${MAX_ITEM_VISITS} items. Send fewer in each PATCH.`);
    }
    apply(draft, step);
  }
  return draft;
};
