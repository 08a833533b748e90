/** The table of pages of docs/calls.md: what each costs in calls to Stytch, and whether it passes at the default `MAX_UPSTREAM_CALLS`. */
import { parse } from 'graphql';
import { schema } from '../../schema/b2b/index.ts';
import { DEFAULT_LIST, DEFAULT_PAGE, estimateCost } from '../../src/limits/cost.ts';
import { defaultLimits } from '../../src/limits/limits.ts';
import { code, table } from './markdown.ts';

const inOrganization = (selection: string) => `organization(by: { slug: "northgate-bank" }) { ${selection} }`;

/** Pages that a client sends with no `first`: each has a list of the default size. */
export const pages: readonly string[] = [
  inOrganization('members { nodes { name roles { roleId } } }'),
  inOrganization('members { nodes { name sessions { startedAt } } }'),
  inOrganization('members { nodes { name sessions { startedAt } connectedApps { name } } }'),
  inOrganization('members { nodes { name sessions { startedAt } recoveryCodes } }'),
  'organizations { nodes { name metrics { memberCount } scimConnection { connectionId } } }',
  'organizations { nodes { name metrics { memberCount } rbacPolicy { roles { roleId } } } }',
  'organizations { nodes { name metrics { memberCount } members(first: 1) { totalCount } } }',
  inOrganization('connectedApps { name connectedApp { redirectUrls } }'),
  inOrganization('members { nodes { name sessions { startedAt } connectedApps { name } recoveryCodes } }'),
  'organizations { nodes { name metrics { memberCount } scimConnection { connectionId } connectedApps { name } } }',
  inOrganization('members { nodes { name connectedApps { connectedApp { name } } } }'),
  inOrganization('members { nodes { name sessions { startedAt } connectedApps { connectedApp { name } } } }'),
];

/** The page with a size for its outermost list. */
export const withFirst = (page: string, first: number): string =>
  page.replace(/\b(members|organizations) \{/, `$1(first: ${first}) {`);

export const callsOf = (page: string): number => {
  const cost = estimateCost(schema, parse(`{ ${page} }`), undefined, {});
  if (!cost) throw new Error('The page is an operation.');
  return cost.calls;
};

/** The largest `first` that passes; undefined where none is needed. */
export function firstNeeded(page: string): number | undefined {
  if (callsOf(page) <= defaultLimits.calls) return undefined;
  let first = 1;
  while (callsOf(withFirst(page, first + 1)) <= defaultLimits.calls) first += 1;
  return first;
}

/** The rule and the table. */
export const callTable = (): string =>
  [
    `A request may make ${defaultLimits.calls} calls to Stytch (\`MAX_UPSTREAM_CALLS\`). The gateway estimates them before execution and rejects a`,
    `request that may need more with \`LIMIT_EXCEEDED\`. For the estimate, a page without \`first\` has ${DEFAULT_PAGE} entries and any`,
    `other list ${DEFAULT_LIST}. Where a page does not pass, ask for fewer entries with \`first\`:`,
    '',
    table(
      ['selection of the query', 'calls', 'at the default limit'],
      pages.map((page) => {
        const first = firstNeeded(page);
        return [code(page), String(callsOf(page)), first === undefined ? 'passes' : `needs ${code(`first: ${first}`)}`];
      }),
    ),
  ].join('\n');
