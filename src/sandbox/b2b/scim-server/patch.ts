/** PATCH of SCIM (RFC 7644, 3.5.2), in the words of each identity provider. */
import { Messages, Types } from 'scimmy';
import { isRecord } from '../../../stytch/client/response-faults.ts';
import { type Kind, plain, type Resource, refuse, ScimError, tidied, withoutUrn } from './schema.ts';

type Operation = { op: 'add' | 'remove' | 'replace'; path?: string; value?: unknown };

/** The attribute or the extension at a path without filters; undefined if the schema has none. */
const attributeAt = ({ definition }: Kind, path: string): Types.Attribute | Types.SchemaDefinition | undefined => {
  try {
    return definition.attribute<Types.Attribute | Types.SchemaDefinition>(path);
  } catch {
    return undefined;
  }
};

/** Whether a path leads to an attribute with parts that is no list. */
const isComplex = (kind: Kind, path: string): boolean => {
  const attribute = attributeAt(kind, path);
  if (attribute instanceof Types.Attribute) return attribute.type === 'complex' && !attribute.config.multiValued;
  return attribute !== undefined;
};

const isList = (kind: Kind, path: string): boolean => {
  const attribute = attributeAt(kind, path);
  return attribute instanceof Types.Attribute && attribute.config.multiValued === true;
};

/** A manager is sent by Entra ID as an id alone; a value that is to go needs no more than its `value` to be found. */
const valueFor = (op: Operation['op'], path: string, sent: unknown): unknown => {
  const value = tidied(sent, path);
  if (op === 'remove') {
    const items = Array.isArray(value) ? value : [value];
    return items.map((item) => (isRecord(item) && item['value'] !== undefined ? { value: item['value'] } : item));
  }
  return /:manager$/i.test(path) && typeof value === 'string' ? { value } : value;
};

/** Attribute, filter and part of a path: `emails[type eq "work"].value`. */
const pathParts = /^(\w+)(\[.*\])?(?:\.(\w+))?$/s;

/** A path with its names in the case of the schema, which clients need not keep to (RFC 7643, 2.1). */
const withSchemaCase = (kind: Kind, path: string): string => {
  const [, name, filter = '', part] = pathParts.exec(path) ?? [];
  if (name === undefined) return path;
  const known = attributeAt(kind, name)?.name ?? name;
  return known + filter + (part === undefined ? '' : `.${attributeAt(kind, `${name}.${part}`)?.name ?? part}`);
};

/** The steps that remove what is at a path; of an extension, scimmy can only remove the parts. */
const removalOf = (kind: Kind, path: string): Operation[] => {
  const attribute = attributeAt(kind, path);
  return attribute instanceof Types.SchemaDefinition
    ? attribute.attributes.map(({ name }) => ({ op: 'remove', path: `${path}:${name}` }))
    : [{ op: 'remove', path }];
};

/** An operation as single steps, each with a path, in words that every client means alike. */
const stepsOf = (kind: Kind, { op, path: sent, value }: Operation): Operation[] => {
  if (sent === undefined) {
    if (!isRecord(value)) return refuse(400, 'invalidValue', 'An operation without path has an object as its value.');
    return Object.entries(value)
      .filter(([name]) => !['schemas', 'meta'].includes(name))
      .flatMap(([name, inner]) => stepsOf(kind, { op, path: name, value: inner }));
  }
  const path = withSchemaCase(kind, withoutUrn(kind, sent));
  if (value === null || value === '' || (op === 'remove' && value === undefined)) return removalOf(kind, path);
  // Parts that were not sent stay (RFC 7644, 3.5.2.3).
  const keeps = op === 'replace' && isComplex(kind, path);
  return [{ op: keeps ? 'add' : op, path, value: valueFor(op, path, value) }];
};

/** One item of a list, chosen by one of its parts: `emails[type eq "work"].value`. */
const chosenItem = /^(\w+)\[(\w+) eq ("[^"]*"|true|false)\](?:\.(\w+))?$/i;

/** The step that adds the item that a path chooses; undefined where the list has it. */
const itemAdded = (resource: Resource, { op, path = '', value }: Operation): Operation | undefined => {
  const [, list = '', part = '', literal = '', leaf] = chosenItem.exec(path) ?? [];
  if (!list || op === 'remove') return undefined;
  const items = resource[list];
  if (Array.isArray(items) && new Types.Filter(`${part} eq ${literal}`).match(items).length > 0) return undefined;
  const chosenBy = {
    [part]: tidied(JSON.parse(literal.replace(/^(true|false)$/i, (word) => word.toLowerCase())), part),
  };
  return {
    op: 'add',
    path: list,
    value: [{ ...chosenBy, ...(leaf ? { [leaf]: value } : isRecord(value) ? value : {}) }],
  };
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

/** A resource with the operations of a PATCH made to it, one after another: all of them, or a refusal. */
export const patchResource = async (kind: Kind, resource: Resource, sent: unknown): Promise<Resource> => {
  let current = new kind.Schema(resource);
  const steps = readPatch(sent).flatMap((operation) => stepsOf(kind, operation));
  for (const step of steps) {
    try {
      const operation = itemAdded(plain(current), step) ?? step;
      // Nothing can be taken out of a list that is not there; scimmy takes that for a fault.
      const { op, path = '', value } = operation;
      const gone = op === 'remove' && isList(kind, path) && plain(current)[path] === undefined;
      const patch = new Messages.PatchOp({
        schemas: [Messages.PatchOp.id],
        Operations: [{ op, path, ...(gone || value === undefined ? {} : { value }) }],
      });
      current = (await patch.apply(current)) ?? current;
    } catch (error) {
      // Each step is a PATCH of its own for scimmy, so its count of operations means nothing to the client.
      if (error instanceof ScimError) {
        error.message = error.message.replace(' of operation 1 in PatchOp request body', '');
      }
      // scimmy has no refusal for names of JavaScript's own, nor JSON for a text that never ends.
      if (error instanceof TypeError || error instanceof SyntaxError) {
        refuse(400, 'invalidPath', 'The filter in the path is invalid.');
      }
      throw error;
    }
  }
  return plain(current);
};
