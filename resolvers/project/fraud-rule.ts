import { pageOf } from '../../loaders/page.ts';
import { verdictReasonsLoader } from '../../loaders/project/fraud-rule.ts';
import type { Context } from '../../src/graphql/context.ts';
import { toGraphName } from '../../src/stytch/contract/names.ts';
import type { RestInput, RestOutput, Schemas } from '../../src/stytch/contract/types.ts';
import { type PageArgs, searchConnection } from '../connection.ts';
import { forward } from '../forward.ts';

type Rule = Schemas['api_fraud_v1_Rule'];
type RuleType = Schemas['api_fraud_v1_RuleType'];

/**
 * Property of the identifier by kind of rule. Stytch sets one of these properties; the graph has the kind and the
 * identifier.
 */
const identifiers = {
  VISITOR_ID: 'visitor_id',
  BROWSER_ID: 'browser_id',
  VISITOR_FINGERPRINT: 'visitor_fingerprint',
  BROWSER_FINGERPRINT: 'browser_fingerprint',
  HARDWARE_FINGERPRINT: 'hardware_fingerprint',
  NETWORK_FINGERPRINT: 'network_fingerprint',
  CIDR_BLOCK: 'cidr_block',
  ASN: 'asn',
  COUNTRY_CODE: 'country_code',
} as const satisfies Record<RuleType, keyof Rule & keyof RestOutput<'post', '/v1/rules/set'>>;

type Identified = { rule_type: RuleType } & { [Name in (typeof identifiers)[RuleType]]?: string };

/** A rule in a list, or in the response to setting one, which has no times. */
export type FraudRuleShape = Identified & Pick<Rule, 'action'> & Partial<Rule>;

export const fraudRuleIdentifier = (rule: Identified, _: unknown, { faults }: Context) => {
  const property = identifiers[rule.rule_type];
  // The property is unknown for a kind that Stytch adds later.
  const identifier = property && rule[property];
  if (!identifier) return null;
  if (typeof identifier !== 'string') throw faults.unreadable({ type: 'FraudRule', field: 'identifier' }, rule);
  return identifier;
};

/** The key of a rule: its kind and identifier, because Stytch's rules have no id. */
export const fraudRuleKey = (rule: Identified): readonly string[] => [
  rule.rule_type,
  String(rule[identifiers[rule.rule_type]] ?? ''),
];

/** Max rules per page. */
const MOST_RULES = 100;

export const fraudRules = (_: unknown, page: PageArgs, { stytch, faults }: Context) =>
  searchConnection(
    page,
    async (wanted) => {
      const answer = await stytch.call('post', '/v1/rules/list', wanted);
      return pageOf('FraudRuleConnection', answer.rules, answer, answer, faults);
    },
    MOST_RULES,
  );

interface FraudRuleInput
  extends Pick<RestInput<'post', '/v1/rules/set'>, 'action' | 'description' | 'expiresInMinutes'> {
  type: RuleType;
  identifier: string;
}

export const setFraudRule = async (
  _: unknown,
  { input: { type, identifier, ...rest } }: { input: FraudRuleInput },
  { stytch }: Context,
) => {
  const named = { [toGraphName(identifiers[type])]: identifier };
  return { ...(await stytch.call('post', '/v1/rules/set', { ...rest, ...named })), rule_type: type };
};

export const verdictReasons = async (
  _: unknown,
  { overridesOnly }: { overridesOnly?: boolean | null | undefined },
  { loaders }: Context,
) => loaders.get(verdictReasonsLoader).load(overridesOnly ?? false);

export const overrideVerdictReason = forward('post', '/v1/verdict_reasons/override', {
  reason: 'verdict_reason',
  action: 'override_action',
  description: 'override_description',
});
