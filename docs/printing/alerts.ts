/** The alerts of deploy/alerts.yaml: what they hold, and the table of them in docs/observability.md. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { parse } from 'yaml';
import { code, table } from './markdown.ts';

const rule = v.strictObject({
  alert: v.pipe(v.string(), v.startsWith('StytchGraphql')),
  expr: v.string(),
  for: v.optional(v.pipe(v.string(), v.regex(/^\d+[mh]$/))),
  labels: v.strictObject({ severity: v.picklist(['critical', 'warning']) }),
  annotations: v.strictObject({ summary: v.string(), description: v.string() }),
});
const file = v.strictObject({
  groups: v.strictTuple([v.strictObject({ name: v.literal('stytch-graphql'), rules: v.array(rule) })]),
});

export type AlertRule = v.InferOutput<typeof rule>;

export const alertsFile = new URL('../../deploy/alerts.yaml', import.meta.url);

/** The alerts, in the order of the file. */
export const alertRules: readonly AlertRule[] = v.parse(file, parse(readFileSync(alertsFile, 'utf8'))).groups[0].rules;

/** Names of settings and codes, as code. */
const withCode = (text: string): string => text.replaceAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g, code);

/** The table of alerts. */
export const alertTable = (): string =>
  table(
    ['alert', 'severity', 'after', 'what has happened', 'why, and what to do'],
    alertRules.map(({ alert, for: after = 'at once', labels: { severity }, annotations: { summary, description } }) => [
      code(alert),
      severity,
      after,
      withCode(summary),
      withCode(description),
    ]),
  );
