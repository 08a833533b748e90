/**
 * Prints docs/access-b2b.md and docs/access-consumer.md from the access rules of the fields, which also decide at run
 * time.
 */
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

/** A field with an access rule, and its declarations. */
export interface FieldRow {
  /** `Query.member`, `Member.sessions`. */
  readonly name: string;
  readonly domain: string;
  readonly access: Access;
  readonly operations: readonly OperationKey[];
  /** Whether the input contains a secret, and whether the response does. */
  readonly takesSecret: boolean;
  readonly givesSecret: boolean;
  /** Fields of a mutation's input, without those that only identify its target. */
  readonly inputs: readonly string[];
  /** Input fields that only servers may send, whatever the rule says. */
  readonly forServers: readonly string[];
  /** The input field with the session that authorizes a caller without a bearer token. */
  readonly actsBy: string | undefined;
}

/** A Stytch operation, and the fields that call it. */
export interface OperationRow {
  readonly key: OperationKey;
  /** Fields that may call the operation. Empty if it is not implemented. */
  readonly fields: readonly string[];
  readonly guard: 'Stytch and the gateway' | 'the gateway' | 'refused';
}

/** Sections of the page by operation path. Each operation belongs to one section. */
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

/** The section of an operation. */
export function domainOf(key: string): string {
  const [domain] = domains.find(([, path]) => path.test(pathOf(key))) ?? [];
  if (!domain) throw new Error(`docs/access-*.md has no section for \`${key}\`: add one in schema/access-page.ts.`);
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

/** Whether an input contains a secret, at any depth. */
const takesSecret = (type: GraphQLInputType): boolean => {
  const named = getNamedType(type);
  return (
    isInputObjectType(named) &&
    Object.values(named.getFields()).some((field) => isSecret(field) || takesSecret(field.type))
  );
};

/** Whether a response contains a secret without an access rule of its own. */
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

/** All fields with an access rule. */
export function fieldRows(schema: GraphQLSchema): FieldRow[] {
  const mutations = schema.getMutationType()?.getFields() ?? {};
  const targets = schema.extensions.vertical?.target.fields;
  return composites(schema).flatMap((type) =>
    Object.values(type.getFields()).flatMap((field): FieldRow[] => {
      const access = accessOf(field);
      if (access === undefined) return [];
      // Payload fields belong to the section of their mutation.
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

/** All operations of the contract. */
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

/** Callers who may use a field, in the terms of the page. If the right depends on the input, it links to the inputs. */
export const accessWords = ({ access, actsBy }: FieldRow): { visitor: string; person: string; right: string } => ({
  visitor: mayVisitor(access, actsBy),
  person: mayPerson(access),
  right: right(access),
});

const secret = ({ takesSecret, givesSecret }: FieldRow) =>
  [takesSecret ? 'takes' : '', givesSecret ? 'gives' : ''].filter(Boolean).join(', ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Order: queries, mutations, edges, each by name. */
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

/** Inputs of a mutation that need another right than the mutation, or a server. */
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

/** Text of the page that depends on the vertical. */
interface ProjectWords {
  readonly person: string;
  readonly servers: string;
  readonly guarded: (twice: number, once: number) => string;
  readonly decisions: string;
}

const projects: Readonly<Record<VerticalName, ProjectWords>> = {
  b2b: {
    person:
      '- **member**: a signed-in person, who has access only to their own organization. Fields for every member are about the project. *with the right*: one of their roles allows it. *self*: only for their own data. *with the right, or self*: for their own data the same action on `stytch.self` suffices.',
    servers: 'Servers have access to all organizations.',
    guarded: (twice, once) =>
      `${twice} of them are checked twice: they accept the member’s session, which Stytch checks, too. ${once} are checked by the gateway alone.`,
    decisions:
      'the RBAC policy (of the project and of an organization) and the public keys of session JWTs. It calls `post /v1/b2b/sessions/authenticate` to identify the member of a session token, and to check that a session is still active before a change that Stytch itself does not check.',
  },
  consumer: {
    person:
      '- **user**: a signed-in person. *self*: only for their own data: the id is their own or omitted, and a factor is their own. No role gives access to other users.',
    servers: 'Servers have access to all users.',
    guarded: (_, once) =>
      `No operation of a consumer project checks the caller’s session, so all ${once} are checked by the gateway alone.`,
    decisions:
      'the RBAC policy and the public keys of session JWTs. It calls `post /v1/sessions/authenticate` to identify the user of a session (of the bearer token, or in an input of a visitor), and to check that a session is still active before a change.',
  },
};

/** The complete page. */
export function accessPage(schema: GraphQLSchema): string {
  const { vertical } = schema.extensions;
  if (!vertical) throw new Error('The schema has no vertical.');
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
    '# Access rules',
    'All root fields of the graph, and all edges with an access rule of their own. A root field or edge without a rule does not build. A request that a rule rejects causes no call to Stytch, except those named below.',
    [
      '- **visitor**: a caller without a bearer token. *with* an input: it must contain a credential, which Stytch verifies. A caller with a valid credential needs no right. A caller whose bearer token is rejected is a visitor for these fields and for those that send a message; all other fields reject the caller.',
      words.person,
      `- **right**: resource and action of the project’s RBAC policy, which is also the scope that a server needs: \`resource:action\`, \`resource:*\` or \`admin\`. ${words.servers}`,
      '- **secret**: *takes*: the input contains a secret. *gives*: the response contains a secret (`@secret` in the printed graph).',
    ].join('\n'),
    `This graph calls ${built.length} of Stytch’s ${all.length} operations. ${words.guarded(count('Stytch and the gateway'), count('the gateway'))} The other ${count('refused')} are not reachable, because no field calls them. To check access the gateway fetches ${words.decisions}`,
    '## Fields',
    ...titles.flatMap((title) => {
      const rows = fields.filter(({ domain }) => domain === title);
      return rows.length > 0 ? [`### ${title}`, fieldTable(rows, vertical.person)] : [];
    }),
    '## Nodes',
    '`node` and `nodes` check the same rule as the typed field before they fetch an object.',
    nodeTable(schema, vertical.person),
    '## Inputs',
    'Inputs that need another right than their mutation. All other inputs need the right of their mutation.',
    ...inputParts(fields),
    '## Operations',
    ...domains.flatMap(([title]) => {
      const rows = built.filter(({ key }) => domainOf(key) === title);
      return rows.length > 0 ? [`### ${title}: operations`, operationTable(rows)] : [];
    }),
    '### Not in this graph',
    'Operations of the other kind of project, and operations that are not implemented. They are not reachable, because no field calls them.',
    guarded('refused')
      .map(({ key }) => `- ${code(key)}`)
      .join('\n'),
  ].join('\n\n')}\n`;
}
