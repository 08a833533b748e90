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
  ALLOW: { value: 'ALLOW', description: 'Let it happen.' },
  CHALLENGE: { value: 'CHALLENGE', description: 'Make the person prove more first, such as a second factor.' },
  BLOCK: { value: 'BLOCK', description: 'Do not let it happen.' },
} as const;
const settable = {
  ...actions,
  NONE: { value: 'NONE', description: 'Nothing of your own: what was set before is taken back.' },
} as const;

/** What Stytch advises, wherever it judges. */
export const FraudAction = wordEnum(
  'FraudAction',
  'What to do with whoever is suspected of fraud, or is not.',
  actions,
);

const FraudRuleAction = wordEnum(
  'FraudRuleAction',
  'What is to be answered in place of Stytch’s own judgement.',
  settable,
);

const ruleTypes = {
  VISITOR_ID: { value: 'VISITOR_ID', description: 'One device, by its cookie.' },
  BROWSER_ID: { value: 'BROWSER_ID', description: 'One browser, by its cookie and the way it connects.' },
  VISITOR_FINGERPRINT: { value: 'VISITOR_FINGERPRINT', description: 'One visitor, known without a cookie.' },
  BROWSER_FINGERPRINT: {
    value: 'BROWSER_FINGERPRINT',
    description: 'A browser in one version; many people may share it.',
  },
  HARDWARE_FINGERPRINT: {
    value: 'HARDWARE_FINGERPRINT',
    description: 'An operating system on one architecture; many people may share it.',
  },
  NETWORK_FINGERPRINT: {
    value: 'NETWORK_FINGERPRINT',
    description: 'A way of speaking TLS; many people may share it.',
  },
  CIDR_BLOCK: { value: 'CIDR_BLOCK', description: 'An IP address, or a block of them with a prefix of 16 to 32.' },
  ASN: { value: 'ASN', description: 'An autonomous system, by its number.' },
  COUNTRY_CODE: { value: 'COUNTRY_CODE', description: 'A country, by its two letters of ISO 3166-1.' },
} as const;

/** What a rule is about, for a verdict that a rule decided. */
export const FraudRuleType = wordEnum(
  'FraudRuleType',
  'What a fraud rule is about. Where several fit, the first in this order decides: visitor id, browser id, fingerprint of visitor, browser, hardware, network, then CIDR block (the smaller first), ASN, country.',
  ruleTypes,
);

contractTypes.set('FraudRule', ['api_fraud_v1_Rule', 'api_fraud_v1_fraud_rules_SetResponse']);
const FraudRule = builder.objectRef<FraudRuleShape>('FraudRule').implement({
  description: 'What you decided about a device, a network or a country, whatever Stytch makes of it.',
  fields: (t) => ({
    id: cacheId(t, 'FraudRule', fraudRuleKey),
    type: t.expose('rule_type', { type: FraudRuleType, description: 'What kind of thing the rule is about.' }),
    identifier: t.string({
      nullable: true,
      description: 'Which one it is about: an id, a fingerprint, a CIDR block, a number or a country code, by `type`.',
      resolve: fraudRuleIdentifier,
    }),
    action: t.expose('action', { type: FraudRuleAction, description: 'What a verdict says where the rule fits.' }),
    description: t.exposeString('description', { nullable: true, description: 'Why the rule is there.' }),
    createdAt: t.expose('created_at', { type: 'DateTime', nullable: true, description: 'When the rule was set.' }),
    updatedAt: t.expose('last_updated_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it last changed; null when it never did.',
    }),
    expiresAt: t.expose('expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ends by itself; null when it stays.',
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
      description: 'All fraud rules of the project, page by page: at most 100 on a page.',
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
    'Decides what verdicts say about a device, a network or a country from now on, in place of a rule that was there.',
  input: (t) => ({
    type: t.field({
      type: FraudRuleType,
      required: true,
      description: 'What kind of thing the rule is about. Many people may share a fingerprint: mind whom you hit.',
    }),
    identifier: t.string({
      required: true,
      description: 'Which one it is about: an id, a fingerprint, a CIDR block, a number or a country code, by `type`.',
    }),
    action: t.field({
      type: FraudRuleAction,
      required: true,
      description: 'What verdicts say; NONE deletes the rule. A whole country cannot be allowed.',
    }),
    description: t.string({ description: 'Why the rule is there.' }),
    expiresInMinutes: t.int({ description: 'Minutes until it ends by itself; it stays when not given.' }),
  }),
  resolve: setFraudRule,
  payload: (t) => ({
    deletedId: t.id({
      nullable: true,
      description: 'The `id` of the rule that is gone. Null unless `action` was NONE.',
      resolve: (rule) =>
        rule.action === 'NONE' ? encodeOpaqueId('FraudRule', joinNodeId(...fraudRuleKey(rule))) : null,
    }),
    fraudRule: t.field({
      type: FraudRule,
      nullable: true,
      description: 'The rule as it now stands. Null if `action` was NONE, since that deletes it.',
      resolve: (rule) => (rule.action === 'NONE' ? null : rule),
    }),
    fraudRuleEdge: t.field({
      type: FraudRuleEdge,
      nullable: true,
      description: 'The rule as an edge, to be added to a list. Null if `action` was NONE.',
      resolve: (rule) => (rule.action === 'NONE' ? null : newEdge(rule)),
    }),
  }),
});

const VerdictReason = contractObject('VerdictReason', 'api_fraud_v1_VerdictReasonAction').implement({
  description: 'A reason that a verdict can have, and what it leads to.',
  fields: (t) => ({
    reason: t.exposeString('verdict_reason', { description: 'The reason, such as `VIRTUAL_MACHINE`.' }),
    defaultAction: t.expose('default_action', {
      type: FraudAction,
      description: 'What it leads to unless you decide otherwise.',
    }),
    overrideAction: t.expose('override_action', {
      type: FraudAction,
      nullable: true,
      description: 'What it leads to by your decision; null when you made none.',
    }),
    overrideDescription: t.exposeString('override_description', {
      nullable: true,
      description: 'Why you decided so.',
    }),
    overrideCreatedAt: t.expose('override_created_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When you decided so.',
    }),
  }),
});

builder.queryField('verdictReasons', (t) =>
  t.field({
    type: [VerdictReason],
    nullable: true,
    access: { resource: 'stytch.fraud', action: 'search', signedIn: 'none' },
    operations: ['post /v1/verdict_reasons/list'],
    description: 'Reasons of verdicts that can be overridden, and which of them are.',
    args: { overridesOnly: t.arg.boolean({ description: 'Whether to leave out those that are not overridden.' }) },
    resolve: verdictReasons,
  }),
);

mutation('overrideVerdictReason', {
  access: { resource: 'stytch.fraud', action: 'update', signedIn: 'none' },
  operations: ['post /v1/verdict_reasons/override'],
  description: 'Decides what a reason leads to from now on. `RULE_MATCH` cannot be overridden: change the rule.',
  input: (t) => ({
    reason: t.string({ required: true, description: 'The reason, such as `VIRTUAL_MACHINE`.' }),
    action: t.field({
      type: FraudRuleAction,
      required: true,
      description: 'What it is to lead to. NONE is meant to bring the default back; Stytch may refuse it.',
    }),
    description: t.string({ description: 'Why you decide so.' }),
  }),
  resolve: overrideVerdictReason,
  payload: (t) => ({
    verdictReason: t.expose('verdict_reason_action', {
      type: VerdictReason,
      description: 'The reason as it now stands.',
    }),
  }),
});
