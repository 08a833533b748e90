/** The pages of who may what, docs/access-b2b.md and docs/access-consumer.md: written from what the fields themselves declare, which is what decides. */
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import type { Access, AccessRule } from '../src/auth/access.ts';
import { type OperationSpec, operations } from '../src/stytch/contract/operations.ts';
import type { OperationKey } from '../src/stytch/contract/types.ts';
import type { VerticalName } from '../src/vertical/vertical.ts';

type Field = GraphQLField<unknown, unknown>;

/** A field of the graph that leads somewhere, and what it declares. */
export interface FieldRow {
  /** `Query.member`, `Member.sessions`. */
  readonly name: string;
  readonly domain: string;
  readonly access: Access;
  readonly operations: readonly OperationKey[];
  /** Whether its input takes a secret, and whether its answer holds one. */
  readonly takesSecret: boolean;
  readonly givesSecret: boolean;
  /** Fields of a mutation's input, without those that only say what it is about. */
  readonly inputs: readonly string[];
  /** Those of its input that only servers give, whatever the rule says. */
  readonly forServers: readonly string[];
  /** The field of its input that holds a session to act in, for callers without a bearer. */
  readonly actsBy: string | undefined;
}

/** An operation of Stytch's API, and what leads to it. */
export interface OperationRow {
  readonly key: OperationKey;
  /** Fields that may call it; none may where it is not built yet. */
  readonly fields: readonly string[];
  readonly guard: 'Stytch and the gateway' | 'the gateway' | 'refused';
}

/** What the parts of the page are called, by the path of an operation; each operation belongs to one. */
const domains: readonly (readonly [title: string, path: RegExp])[] = [
  ['Users', /^\/v1\/users(?!.*connected_apps)/],
  ['Organizations', /^\/v1\/b2b\/organizations(?!.*(member|connected_apps))/],
  ['Members', /^\/v1\/b2b\/organizations\/.*member(?!.*connected_apps)/],
  ['Roles', /^\/v1\/(b2b\/)?rbac\//],
  ['Sessions', /^\/v1\/(b2b\/)?(sessions|impersonation)\b/],
  ['Discovery', /^\/v1\/b2b\/discovery\//],
  ['Magic links', /^\/v1\/(b2b\/)?magic_links\b/],
  ['Passcodes', /^\/v1\/(b2b\/)?otps\//],
  ['Passwords', /^\/v1\/(b2b\/)?passwords\b/],
  ['OAuth', /^\/v1\/(b2b\/)?oauth\//],
  ['Authenticator apps', /^\/v1\/(b2b\/totp|totps)\b/],
  ['Recovery codes', /^\/v1\/b2b\/recovery_codes\//],
  ['WebAuthn', /^\/v1\/webauthn\//],
  ['Crypto wallets', /^\/v1\/crypto_wallets\//],
  ['Single sign-on', /^\/v1\/b2b\/sso\b/],
  ['SCIM', /^\/v1\/b2b\/scim\//],
  ['Connected apps', /\/connected_apps\b|^\/v1\/(b2b\/)?idp\//],
  ['Machines', /^\/v1\/m2m\//],
  ['Fraud', /^\/v1\/(rules|verdict_reasons|fingerprint|email)\//],
  ['Project', /^\/v1\/(projects|debug)\//],
];
const GRAPH = 'The graph itself';

const pathOf = (key: string): string => key.slice(key.indexOf(' ') + 1);

/** The part of a page that an operation belongs to. */
export function domainOf(key: string): string {
  const [domain] = domains.find(([, path]) => path.test(pathOf(key))) ?? [];
  if (!domain) throw new Error(`The pages of docs/ have no part for \`${key}\`: give it one in schema/access-page.ts.`);
  return domain;
}

const composites = (schema: GraphQLSchema) =>
  Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .filter(({ name }) => !name.startsWith('__'));

const accessOf = ({ extensions }: Field) => extensions['access'] as Access | undefined;
const operationsOf = ({ extensions }: Field) => (extensions['operations'] ?? []) as readonly OperationKey[];
const isSecret = ({ extensions }: { extensions: Readonly<Record<string, unknown>> }) =>
  Object.keys((extensions['directives'] ?? {}) as object).includes('secret');

/** Whether an input holds a secret, however deep. */
const takesSecret = (type: GraphQLInputType): boolean => {
  const named = getNamedType(type);
  return (
    isInputObjectType(named) &&
    Object.values(named.getFields()).some((field) => isSecret(field) || takesSecret(field.type))
  );
};

/** Whether an answer holds a secret that no rule of its own guards. */
function givesSecret(type: GraphQLOutputType, seen = new Set<string>()): boolean {
  const named = getNamedType(type);
  if (seen.has(named.name)) return false;
  seen.add(named.name);
  if (isUnionType(named)) return named.getTypes().some((member) => givesSecret(member, seen));
  if (!isObjectType(named) && !isInterfaceType(named)) return false;
  return Object.values(named.getFields()).some(
    (field) => accessOf(field) === undefined && (isSecret(field) || givesSecret(field.type, seen)),
  );
}

/** Every field that declares who may follow it. */
export function fieldRows(schema: GraphQLSchema): FieldRow[] {
  const mutations = schema.getMutationType()?.getFields() ?? {};
  const targets = schema.extensions.vertical?.target.fields;
  return composites(schema).flatMap((type) =>
    Object.values(type.getFields()).flatMap((field): FieldRow[] => {
      const access = accessOf(field);
      if (access === undefined) return [];
      // A payload belongs where its mutation does.
      const name = type.name.replace(/Payload$/, '');
      const owner = mutations[`${name[0]?.toLowerCase()}${name.slice(1)}`];
      const [leading] = [...operationsOf(field), ...(owner ? operationsOf(owner) : [])];
      const input = field.args.map((arg) => getNamedType(arg.type)).find(isInputObjectType);
      return [
        {
          name: `${type.name}.${field.name}`,
          domain: leading ? domainOf(leading) : GRAPH,
          access,
          operations: operationsOf(field),
          takesSecret: field.args.some((arg) => isSecret(arg) || takesSecret(arg.type)),
          givesSecret: isSecret(field) || givesSecret(field.type),
          inputs:
            type.name === 'Mutation' && input ? Object.keys(input.getFields()).filter((key) => !targets?.has(key)) : [],
          forServers: Object.values(input?.getFields() ?? {})
            .filter(({ extensions }) => extensions['serversOnly'] !== undefined)
            .map(({ name }) => name),
          actsBy: Object.values(input?.getFields() ?? {}).find(({ extensions }) => extensions['actsBy'] === true)?.name,
        },
      ];
    }),
  );
}

/** Every operation of the contract. */
export function operationRows(schema: GraphQLSchema): OperationRow[] {
  const rows = fieldRows(schema);
  return (Object.entries(operations) as [OperationKey, OperationSpec][]).map(([key, { session }]) => {
    const fields = rows.filter((row) => row.operations.includes(key)).map(({ name }) => name);
    return {
      key,
      fields,
      guard: fields.length === 0 ? 'refused' : session ? 'Stytch and the gateway' : 'the gateway',
    };
  });
}

const code = (text: string) => `\`${text}\``;
const anyOf = (names: readonly string[]) => names.map(code).join(' or ');

const personMay: Readonly<Record<AccessRule['signedIn'], string>> = {
  any: 'yes',
  own: 'own organization',
  permitted: 'with the right',
  permittedOrSelf: 'with the right, or self',
  self: 'self',
  none: '',
};

function mayVisitor(access: Access, actsBy?: string): string {
  if (access === 'anyone' || access.visitors) return 'yes';
  if (access.proof) return `with ${anyOf(Object.keys(access.proof))}`;
  return actsBy && access.signedIn !== 'none' ? `with ${code(actsBy)}` : '–';
}

function mayPerson(access: Access): string {
  if (access === 'anyone' || access.visitors) return 'yes';
  const proof = access.proof ? `with ${anyOf(Object.keys(access.proof))}` : '';
  return [personMay[access.signedIn], proof].filter(Boolean).join(', or ') || '–';
}

function right(access: Access): string {
  if (access === 'anyone') return '';
  const { resource, action } = access;
  if (typeof action === 'string') return code(`${resource}:${action}`);
  return `${code(`${resource}:...`)} [by input](#inputs)`;
}

/** Who may call a field, in the words of the page; a right that depends on the input leads there. */
export const accessWords = ({ access, actsBy }: FieldRow): { visitor: string; person: string; right: string } => ({
  visitor: mayVisitor(access, actsBy),
  person: mayPerson(access),
  right: right(access),
});

const secret = ({ takesSecret, givesSecret }: FieldRow) =>
  [takesSecret ? 'takes' : '', givesSecret ? 'gives' : ''].filter(Boolean).join(', ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Queries, mutations, then edges, each by name. */
const byName = (a: { name: string }, b: { name: string }) =>
  rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : Number(a.name > b.name));
const rank = (name: string) => ['Query', 'Mutation'].indexOf(name.split('.')[0] ?? '') + 1 || 3;

const fieldTable = (rows: readonly FieldRow[], person: string): string =>
  table(
    ['field', 'visitor', person, 'right', 'secret', 'REST'],
    rows
      .toSorted(byName)
      .map((row) => [
        code(row.name),
        ...Object.values(accessWords(row)),
        secret(row),
        row.operations.map(code).join('<br>'),
      ]),
  );

/** What the inputs of a mutation need, where they differ from it: a right of their own, or a server. */
function inputRights({ access, inputs, forServers }: FieldRow): [input: string, right: string][] {
  const own = forServers.map((input): [string, string] => [input, 'servers only']);
  return [...own, ...rightsByRule(access, inputs)];
}

function rightsByRule(access: Access, inputs: readonly string[]): [input: string, right: string][] {
  if (access === 'anyone') return [];
  const { action, resource, serversOnly = [] } = access;
  return inputs.flatMap((input): [string, string][] => {
    if (serversOnly.includes(input)) return [[input, 'servers only']];
    if (typeof action === 'string') return [];
    const own = action[input];
    if (typeof own !== 'object') return [[input, own === undefined ? 'servers only' : code(`${resource}:${own}`)]];
    return Object.entries(own).map(([part, needs]) => [`${input}.${part}`, code(`${resource}:${needs}`)]);
  });
}

function inputParts(rows: readonly FieldRow[]): string[] {
  const differing = rows.toSorted(byName).map(({ name, ...row }) => ({ name, rights: inputRights({ name, ...row }) }));
  const claims = differing.filter(({ rights }) => rights.length === 1 && rights[0]?.[0] === 'sessionCustomClaims');
  return [
    ...(claims.length > 0
      ? [`\`sessionCustomClaims\` is for servers only, in ${claims.map(({ name }) => code(name)).join(', ')}.`]
      : []),
    ...differing
      .filter((row) => row.rights.length > 0 && !claims.includes(row))
      .flatMap(({ name, rights }) => [
        `### ${code(name)}`,
        table(
          ['input', 'right'],
          rights.map(([input, needs]) => [code(input), needs]),
        ),
      ]),
  ];
}

const nodeTable = (schema: GraphQLSchema, person: string): string =>
  table(
    ['type', 'its id holds', 'visitor', person, 'right'],
    composites(schema).flatMap(({ name, extensions }) => {
      const access = extensions['access'] as Access | undefined;
      const key = extensions['key'] as readonly string[] | undefined;
      return access && key ? [[code(name), key.join(', '), mayVisitor(access), mayPerson(access), right(access)]] : [];
    }),
  );

/** What the page says of one kind of project. */
interface ProjectWords {
  readonly person: string;
  readonly servers: string;
  readonly guarded: (twice: number, once: number) => string;
  readonly decisions: string;
}

const projects: Readonly<Record<VerticalName, ProjectWords>> = {
  b2b: {
    person:
      '- **member**: a person who is signed in and only gets at their own organization (what is for every member is the project’s). *with the right*: one of their roles allows it. *self*: it is about themselves; *with the right, or self*: about themselves, the same action on `stytch.self` will do.',
    servers: 'Servers are bound to no organization.',
    guarded: (twice, once) =>
      `${twice} of them are guarded twice: they take the member’s session, by which Stytch decides as well. ${once} are guarded by the gateway alone.`,
    decisions:
      'the RBAC policy (the project’s and an organization’s) and the keys of session JWTs, and calls `post /v1/b2b/sessions/authenticate`: to learn whose session token was shown, and whether a member’s session still stands before a change that Stytch itself would not refuse.',
  },
  consumer: {
    person:
      '- **user**: a person who is signed in. *self*: it is about themselves: the id is their own or left out, and a factor is one of theirs. No role gets at another user.',
    servers: 'Servers may act on every user.',
    guarded: (_, once) =>
      `No operation of a consumer project takes the caller’s session to decide by, so all ${once} are guarded by the gateway alone.`,
    decisions:
      'the RBAC policy and the keys of session JWTs, and calls `post /v1/sessions/authenticate`: to learn whose session was shown, as bearer or by a visitor in an input, and whether a user’s session still stands before a change.',
  },
};

/** The whole page. */
export function accessPage(schema: GraphQLSchema): string {
  const { vertical } = schema.extensions;
  if (!vertical) throw new Error('The schema does not say which kind of project it is for.');
  const words = projects[vertical.name];
  const fields = fieldRows(schema);
  const all = operationRows(schema);
  const guarded = (guard: OperationRow['guard']) => all.filter((row) => row.guard === guard);
  const built = all.filter(({ guard }) => guard !== 'refused');
  const titles = [GRAPH, ...domains.map(([title]) => title)];
  const operationTable = (rows: readonly OperationRow[]) =>
    table(
      ['operation', 'guarded by', 'called by'],
      rows.map(({ key, guard, fields: names }) => [code(key), guard, names.map(code).join(', ')]),
    );

  const count = (guard: OperationRow['guard']) => guarded(guard).length;
  return `${[
    '<!-- Written by `npm run codegen` from the access rules in schema/. Do not edit. -->',
    '# Who may what',
    'Every root field of the graph, and every edge that needs a right of its own, with the rule it is decided by. A field that declares none does not build. Whatever is refused is refused before Stytch is asked.',
    [
      '- **visitor**: a caller without a bearer. *with* a word: the input must contain that proof, which Stytch verifies; a caller with a valid proof needs no right. A caller whose bearer is not accepted is a visitor for these fields and for those that send a message, and is refused by all others.',
      words.person,
      `- **right**: resource and action, in the words of the project’s RBAC policy, and also the scope a server needs: \`resource:action\`, \`resource:*\` or \`admin\`. ${words.servers}`,
      '- **secret**: the input takes a secret, or the answer gives one (`@secret` in the printed graph).',
    ].join('\n'),
    `Of Stytch’s ${all.length} operations ${built.length} are in this graph. ${words.guarded(count('Stytch and the gateway'), count('the gateway'))} The other ${count('refused')} no field calls, so nobody reaches them. For its own decisions the gateway fetches ${words.decisions}`,
    '## Fields',
    ...titles.flatMap((title) => {
      const rows = fields.filter(({ domain }) => domain === title);
      return rows.length > 0 ? [`### ${title}`, fieldTable(rows, vertical.person)] : [];
    }),
    '## Nodes',
    '`node` and `nodes` ask for the same right as the typed field, before anything is fetched.',
    nodeTable(schema, vertical.person),
    '## Inputs',
    'Where inputs need something else than their mutation. An input that is not named here needs what its mutation needs.',
    ...inputParts(fields),
    '## Operations',
    ...domains.flatMap(([title]) => {
      const rows = built.filter(({ key }) => domainOf(key) === title);
      return rows.length > 0 ? [`### ${title}: operations`, operationTable(rows)] : [];
    }),
    '### Not in this graph',
    'Those of the other kind of project, and what is not built yet. Refused, since no field calls them.',
    guarded('refused')
      .map(({ key }) => `- ${code(key)}`)
      .join('\n'),
  ].join('\n\n')}\n`;
}
