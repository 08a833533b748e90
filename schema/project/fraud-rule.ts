import { newEdge } from '../../resolvers/connection.ts';
import {
  type FraudRuleShape,
  fraudRuleIdentifier,
  fraudRuleKey,
  fraudRules,
  overrideVerdictReason,
  setFraudRule,
  verdictReasons,
} from '../../resolvers/project/fraud-rule.ts';
import { encodeOpaqueId, joinNodeId } from '../../src/graphql/node-id.ts';
import { builder, cacheId, contractObject, contractTypes, wordEnum } from '../builder.ts';
import { mutation } from '../mutation.ts';

const actions = {
  ALLOW: { value: 'ALLOW', description: 'Allow the request.' },
  CHALLENGE: { value: 'CHALLENGE', description: 'Require further proof, such as a second factor.' },
  BLOCK: { value: 'BLOCK', description: 'Block the request.' },
} as const;
const settable = {
  ...actions,
  NONE: { value: 'NONE', description: 'No action: deletes the rule or override that was set before.' },
} as const;

/** Actions that Stytch recommends. */
export const FraudAction = wordEnum(
  'FraudAction',
  'Recommended action for a request, according to its fraud risk.',
  actions,
);

const FraudRuleAction = wordEnum('FraudRuleAction', 'Action that replaces Stytch’s own recommendation.', settable);

const ruleTypes = {
  VISITOR_ID: { value: 'VISITOR_ID', description: 'One device, identified by its cookie.' },
  BROWSER_ID: {
    value: 'BROWSER_ID',
    description: 'One browser, identified by its cookie and its connection properties.',
  },
  VISITOR_FINGERPRINT: { value: 'VISITOR_FINGERPRINT', description: 'One visitor, identified without a cookie.' },
  BROWSER_FINGERPRINT: {
    value: 'BROWSER_FINGERPRINT',
    description: 'A browser version, which many people may share.',
  },
  HARDWARE_FINGERPRINT: {
    value: 'HARDWARE_FINGERPRINT',
    description: 'An operating system and architecture, which many people may share.',
  },
  NETWORK_FINGERPRINT: {
    value: 'NETWORK_FINGERPRINT',
    description: 'A TLS implementation, which many people may share.',
  },
  CIDR_BLOCK: { value: 'CIDR_BLOCK', description: 'An IP address, or a CIDR block with a prefix length of 16 to 32.' },
  ASN: { value: 'ASN', description: 'An autonomous system, identified by its number (ASN).' },
  COUNTRY_CODE: { value: 'COUNTRY_CODE', description: 'A country, identified by its two-letter code (ISO 3166-1).' },
} as const;

/** Kind of rule that decided a verdict. */
export const FraudRuleType = wordEnum(
  'FraudRuleType',
  'What a fraud rule matches. If several rules match, the first kind in this order decides: visitor id, browser id, fingerprint of visitor, browser, hardware, network, then CIDR block (the smaller first), ASN, country.',
  ruleTypes,
);

contractTypes.set('FraudRule', ['api_fraud_v1_Rule', 'api_fraud_v1_fraud_rules_SetResponse']);
const FraudRule = builder.objectRef<FraudRuleShape>('FraudRule').implement({
  description: 'A rule of yours for a device, a network or a country. It overrides Stytch’s own recommendation.',
  fields: (t) => ({
    id: cacheId(t, 'FraudRule', fraudRuleKey),
    type: t.expose('rule_type', { type: FraudRuleType, description: 'What the rule matches.' }),
    identifier: t.string({
      nullable: true,
      description:
        'Value that the rule matches, depending on `type`: an id, a fingerprint, a CIDR block, a number or a country code. Null if unknown.',
      resolve: fraudRuleIdentifier,
    }),
    action: t.expose('action', { type: FraudRuleAction, description: 'Action of a verdict if the rule matches.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'Reason for the rule. Null if none is set.',
    }),
    createdAt: t.expose('created_at', { type: 'DateTime', nullable: true, description: 'When the rule was set.' }),
    updatedAt: t.expose('last_updated_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the rule last changed. Null if never.',
    }),
    expiresAt: t.expose('expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the rule expires. Null if it does not expire.',
    }),
  }),
});

const FraudRuleEdge = builder.edgeObject({ type: FraudRule, name: 'FraudRuleEdge' });

builder.queryField('fraudRules', (t) =>
  t.connection(
    {
      type: FraudRule,
      nullable: true,
      access: { resource: 'stytch.fraud', action: 'search', signedIn: 'none' },
      operations: ['post /v1/rules/list'],
      description: 'All fraud rules of the project, paginated with at most 100 per page.',
      resolve: fraudRules,
    },
    { name: 'FraudRuleConnection' },
    FraudRuleEdge,
  ),
);

mutation('setFraudRule', {
  access: { resource: 'stytch.fraud', action: 'update', signedIn: 'none' },
  operations: ['post /v1/rules/set'],
  description:
    'Sets a fraud rule: the action of all verdicts about a device, a network or a country. Replaces an existing rule.',
  input: (t) => ({
    type: t.field({
      type: FraudRuleType,
      required: true,
      description: 'What the rule matches. Many people may share a fingerprint, so check whom a rule affects.',
    }),
    identifier: t.string({
      required: true,
      description:
        'Value that the rule matches, depending on `type`: an id, a fingerprint, a CIDR block, a number or a country code.',
    }),
    action: t.field({
      type: FraudRuleAction,
      required: true,
      description: 'Action of matching verdicts. NONE deletes the rule. ALLOW is rejected for a whole country.',
    }),
    description: t.string({ description: 'Reason for the rule.' }),
    expiresInMinutes: t.int({ description: 'Lifetime of the rule in minutes. Default: the rule does not expire.' }),
  }),
  resolve: setFraudRule,
  payload: (t) => ({
    deletedId: t.id({
      nullable: true,
      description: 'The `id` of the deleted rule. Null unless `action` was NONE.',
      resolve: (rule) =>
        rule.action === 'NONE' ? encodeOpaqueId('FraudRule', joinNodeId(...fraudRuleKey(rule))) : null,
    }),
    fraudRule: t.field({
      type: FraudRule,
      nullable: true,
      description: 'The updated rule. Null if `action` was NONE, which deletes it.',
      resolve: (rule) => (rule.action === 'NONE' ? null : rule),
    }),
    fraudRuleEdge: t.field({
      type: FraudRuleEdge,
      nullable: true,
      description: 'The rule as an edge, to add to a list. Null if `action` was NONE.',
      resolve: (rule) => (rule.action === 'NONE' ? null : newEdge(rule)),
    }),
  }),
});

const VerdictReason = contractObject('VerdictReason', 'api_fraud_v1_VerdictReasonAction').implement({
  description: 'A possible reason of a verdict, with its action.',
  fields: (t) => ({
    reason: t.exposeString('verdict_reason', { description: 'Name of the reason, such as `VIRTUAL_MACHINE`.' }),
    defaultAction: t.expose('default_action', {
      type: FraudAction,
      description: 'Action of the reason without an override.',
    }),
    overrideAction: t.expose('override_action', {
      type: FraudAction,
      nullable: true,
      description: 'Action that overrides the default. Null if none is set.',
    }),
    overrideDescription: t.exposeString('override_description', {
      nullable: true,
      description: 'Reason for the override. Null if none is set.',
    }),
    overrideCreatedAt: t.expose('override_created_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the override was set. Null if none is set.',
    }),
  }),
});

builder.queryField('verdictReasons', (t) =>
  t.field({
    type: [VerdictReason],
    nullable: true,
    access: { resource: 'stytch.fraud', action: 'search', signedIn: 'none' },
    operations: ['post /v1/verdict_reasons/list'],
    description: 'Verdict reasons that can be overridden, with their overrides.',
    args: {
      overridesOnly: t.arg.boolean({ description: 'Whether to return only reasons with an override. Default: false.' }),
    },
    resolve: verdictReasons,
  }),
);

mutation('overrideVerdictReason', {
  access: { resource: 'stytch.fraud', action: 'update', signedIn: 'none' },
  operations: ['post /v1/verdict_reasons/override'],
  description: 'Overrides the action of a verdict reason. `RULE_MATCH` cannot be overridden: change the rule.',
  input: (t) => ({
    reason: t.string({ required: true, description: 'Name of the reason, such as `VIRTUAL_MACHINE`.' }),
    action: t.field({
      type: FraudRuleAction,
      required: true,
      description: 'New action of the reason. NONE restores the default; Stytch may reject it.',
    }),
    description: t.string({ description: 'Reason for the override.' }),
  }),
  resolve: overrideVerdictReason,
  payload: (t) => ({
    verdictReason: t.expose('verdict_reason_action', {
      type: VerdictReason,
      description: 'The updated reason.',
    }),
  }),
});
