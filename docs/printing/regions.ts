/** Parts of the pages that are printed from code. Each stands between `<!-- printed: name -->` and `<!-- /printed -->`. */
import { readFileSync } from 'node:fs';
import { operationRows } from '../../schema/access-page.ts';
import { schema } from '../../schema/b2b/index.ts';
import { alertTable } from './alerts.ts';
import { callTable } from './calls.ts';
import { packageSentences } from './packages.ts';
import { settingTable } from './settings.ts';

/** Rows of the consumer project's page that name the gateway as the guard: a process loads one graph, here that of B2B projects. */
function consumerOperations(): number {
  const page = readFileSync(new URL('../access-consumer.md', import.meta.url), 'utf8');
  return [...page.matchAll(/^\| `\w+ \S+` \| the gateway \|/gm)].length;
}

/** How many operations Stytch guards besides the gateway. */
function guardSentences(): string {
  const rows = operationRows(schema);
  const count = (guard: (typeof rows)[number]['guard']) => rows.filter((row) => row.guard === guard).length;
  const alone = count('the gateway');
  const both = count('Stytch and the gateway');
  return [
    `This gateway holds the secret of a Stytch project. For ${alone} of the ${alone + both} operations in the graph of a B2B project it is`,
    `the only guard; for the other ${both} Stytch decides as well, by the member’s session. For all ${consumerOperations()} in the graph of a consumer`,
    'project it is the only guard.',
  ].join(' ');
}

const regions: Readonly<Record<string, () => string>> = {
  alerts: alertTable,
  settings: settingTable,
  calls: callTable,
  guards: guardSentences,
  packages: packageSentences,
};

const region = /(<!-- printed: (\w+) -->\n)[\s\S]*?(\n<!-- \/printed -->)/g;

/** A page with its printed parts as they should be. */
export const printed = (page: string): string =>
  page.replaceAll(region, (_, begin: string, name: string, end: string) => {
    const print = regions[name];
    if (!print) throw new Error(`No part of a page is called ${name}: see docs/printing/regions.ts.`);
    return `${begin}\n${print()}\n${end}`;
  });
