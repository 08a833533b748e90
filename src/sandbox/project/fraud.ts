import { BlockList, isIPv4 } from 'node:net';
import { fail } from '../errors.ts';
import type { DomainHandlers, RequestBody } from '../handler.ts';
import { isCommonDomain, isDomain } from '../shared/checks.ts';
import { paginate } from '../shared/search.ts';
import {
  type DeviceTelemetry,
  emailDomainOf,
  type FraudRule,
  inMinutes,
  isPast,
  type ProjectStore,
  timestamp,
} from '../store.ts';

type Action = 'ALLOW' | 'CHALLENGE' | 'BLOCK';
const strictness: readonly Action[] = ['ALLOW', 'CHALLENGE', 'BLOCK'];

/** Identifiers that a rule can have, in order of precedence. */
const kinds = [
  ['visitor_id', 'VISITOR_ID'],
  ['browser_id', 'BROWSER_ID'],
  ['visitor_fingerprint', 'VISITOR_FINGERPRINT'],
  ['browser_fingerprint', 'BROWSER_FINGERPRINT'],
  ['hardware_fingerprint', 'HARDWARE_FINGERPRINT'],
  ['network_fingerprint', 'NETWORK_FINGERPRINT'],
  ['cidr_block', 'CIDR_BLOCK'],
  ['asn', 'ASN'],
  ['country_code', 'COUNTRY_CODE'],
] as const;
type Kind = (typeof kinds)[number][0];

const identifierOf = (rule: FraudRule): string => {
  const kind = kinds.find(([, type]) => type === rule.rule_type)?.[0];
  return (kind && rule[kind]) ?? '';
};

/** Rules that have not expired. */
const standing = (store: ProjectStore): FraudRule[] =>
  [...store.fraudRules.values()].filter(({ expires_at }) => !isPast(store, expires_at));

const prefixOf = (block: string) => Number(block.split('/')[1]);

/** Stored form of an IPv4 CIDR block; a single address gets the prefix 32. Rejects a prefix outside of 16 to 32. */
const readBlock = (text: string): string => {
  const [address = '', prefix = '32', ...more] = text.split('/');
  const size = /^\d{1,2}$/.test(prefix) ? Number(prefix) : 0;
  return isIPv4(address) && more.length === 0 && size >= 16 && size <= 32
    ? `${address}/${size}`
    : fail(400, 'invalid_argument', 'cidr_block is an IPv4 address or a block with a prefix from 16 to 32.');
};

const isInBlock = (block: string, address: string) => {
  const list = new BlockList();
  list.addSubnet(block.split('/')[0] ?? '', prefixOf(block));
  return isIPv4(address) && list.check(address);
};

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const isCountry = (code: string) => /^[A-Z]{2}$/.test(code) && code !== 'ZZ' && countries.of(code) !== undefined;

/** Stored form of an identifier. Rejects an invalid one. */
const checkedIdentifier = (kind: Kind, value: string, action: string): string => {
  if (value.trim() === '') fail(400, 'invalid_argument', `${kind} is empty.`);
  if (kind === 'cidr_block') return readBlock(value);
  if (kind === 'asn' && !(/^\d{1,10}$/.test(value) && Number(value) <= 4_294_967_295)) {
    fail(400, 'invalid_argument', 'asn is a number from 0 to 4294967295.');
  }
  if (kind === 'country_code') {
    if (!isCountry(value)) fail(400, 'invalid_argument', 'country_code is a code of ISO 3166-1, such as PT.');
    if (action === 'ALLOW') fail(400, 'invalid_argument', 'A country cannot be allowed as a whole.');
  }
  return value;
};

/** Identifier of a request. Rejects a request with none or more than one. */
const readTarget = (body: RequestBody<'api_fraud_v1_fraud_rules_Set'>) => {
  const named = kinds.flatMap(([kind, type]) => {
    const value = body[kind];
    return value === undefined ? [] : [{ kind, type, value }];
  });
  const [target] = named;
  return target && named.length === 1
    ? { ...target, value: checkedIdentifier(target.kind, target.value, body.action) }
    : fail(400, 'invalid_argument', 'Name exactly one identifier to set the rule for.');
};

const strictest = (actions: readonly Action[]): Action =>
  strictness[Math.max(0, ...actions.map((action) => strictness.indexOf(action)))] ?? 'ALLOW';

const actionOf = ({ action }: FraudRule): Action => strictness.find((known) => known === action) ?? 'ALLOW';

/**
 * Rule that applies to a device: by precedence of identifiers, then the smallest CIDR block, then the strictest action.
 */
const matchingRule = (store: ProjectStore, { fingerprints, properties }: DeviceTelemetry): FraudRule | undefined => {
  const { ip_address, asn, ip_geolocation } = properties.network_properties;
  const device: Partial<Record<Kind, string>> = {
    ...fingerprints,
    asn: asn.asn,
    country_code: ip_geolocation.country,
  };
  const rules = standing(store);
  for (const [kind, type] of kinds) {
    const matches = rules.filter(
      (rule) =>
        rule.rule_type === type &&
        (kind === 'cidr_block' ? isInBlock(identifierOf(rule), ip_address) : identifierOf(rule) === device[kind]),
    );
    const [first] = matches.sort(
      (a, b) =>
        (kind === 'cidr_block' ? prefixOf(identifierOf(b)) - prefixOf(identifierOf(a)) : 0) ||
        strictness.indexOf(actionOf(b)) - strictness.indexOf(actionOf(a)),
    );
    if (first) return first;
  }
  return undefined;
};

/** Verdict on a device: the matching rule's action, else the strictest action of its reasons. */
const verdictOn = (store: ProjectStore, device: DeviceTelemetry) => {
  const known = device.reasons.flatMap((reason) => store.verdictReasons.get(reason) ?? []);
  const rule = matchingRule(store, device);
  const { detected_device_type, is_authentic_device, reasons } = device;
  return {
    action: rule
      ? actionOf(rule)
      : strictest(known.map(({ default_action, override_action }) => override_action ?? default_action)),
    reasons: rule ? ['RULE_MATCH', ...reasons] : reasons,
    detected_device_type,
    is_authentic_device,
    verdict_reason_overrides: known.flatMap(({ verdict_reason, override_action }) =>
      override_action ? [{ verdict_reason, override_action }] : [],
    ),
    ...(rule ? { rule_match_type: rule.rule_type, rule_match_identifier: identifierOf(rule) } : {}),
  };
};

const checkMetadata = (metadata: Record<string, string> = {}) => {
  for (const [name, value] of Object.entries(metadata)) {
    if (!/^[A-Za-z0-9_+.@-]{0,65}$/.test(value)) {
      fail(400, 'invalid_argument', `${name} has 65 letters, digits and _-+.@ at most.`);
    }
  }
};

/** Local parts of role addresses, and domains of disposable mailboxes. */
const roles = [
  'abuse',
  'admin',
  'billing',
  'contact',
  'hello',
  'help',
  'info',
  'noreply',
  'office',
  'sales',
  'support',
];
const disposable = ['10minutemail.com', 'guerrillamail.com', 'mailinator.com', 'tempmail.com', 'yopmail.com'];

/**
 * Risk information of an address, derived from its text without network access: `.invalid` domains have no MX or A
 * record, and local parts like `bounce` have known bounces.
 */
const judgeEmail = (email: string) => {
  const local = email.slice(0, Math.max(0, email.lastIndexOf('@')));
  const domain = emailDomainOf(email);
  const has_valid_syntax = /^[^\s@]{1,64}$/.test(local) && isDomain(domain);
  const address_information = {
    has_known_bounces: /^bounced?([.+-]|$)/i.test(local),
    has_valid_syntax,
    is_suspected_role_address: roles.includes(local.toLowerCase().replace(/\+.*/, '')),
    normalized_email: `${local.replace(/\+.*/, '').replaceAll('.', '')}@${domain}`.toLowerCase(),
    tumbling_character_count: local.match(/[.+]/g)?.length ?? 0,
  };
  const domain_information = {
    has_mx_or_a_record: has_valid_syntax && !domain.endsWith('.invalid'),
    is_disposable_domain: disposable.includes(domain),
  };
  return { address_information, domain_information, isCommon: isCommonDomain(domain) };
};

/** Risk score from 0 to 100: 100 if the address cannot receive email, else the sum of the risk factors, max 99. */
const scoreOf = ({
  address_information: address,
  domain_information: domain,
  isCommon,
}: ReturnType<typeof judgeEmail>) =>
  !address.has_valid_syntax || !domain.has_mx_or_a_record
    ? 100
    : Math.min(
        99,
        (domain.is_disposable_domain ? 90 : 0) +
          (address.has_known_bounces ? 60 : 0) +
          (address.is_suspected_role_address ? 30 : 0) +
          Math.max(0, address.tumbling_character_count - 1) * 15 +
          (isCommon ? 5 : 0),
      );

export const fraud = {
  api_fraud_v1_fraud_fingerprint_Lookup: {
    answer: ({ store, body }) => {
      const device = store.telemetry.get(body.telemetry_id);
      if (!device || isPast(store, device.expires_at)) {
        return fail(400, 'invalid_argument', 'telemetry_id is unknown or has expired.');
      }
      checkMetadata(body.external_metadata);
      const { telemetry_id, created_at, expires_at, fingerprints, properties } = device;
      return {
        telemetry_id,
        created_at,
        expires_at,
        fingerprints,
        properties,
        verdict: verdictOn(store, device),
        external_metadata: body.external_metadata ?? {},
      };
    },
  },

  // Replaces an existing rule; NONE deletes it.
  api_fraud_v1_fraud_rules_Set: {
    answer: ({ store, body }) => {
      const { kind, type, value } = readTarget(body);
      const { action, expires_in_minutes: minutes, description } = body;
      if (minutes !== undefined && minutes < 1) {
        fail(400, 'invalid_argument', 'expires_in_minutes is one or more.');
      }
      const key = `${type} ${value}`;
      const shown = { action, [kind]: value };
      if (action === 'NONE') {
        store.fraudRules.delete(key);
        return shown;
      }
      const before = standing(store).find((rule) => rule.rule_type === type && identifierOf(rule) === value);
      const now = timestamp(store.now());
      const expiry = minutes === undefined ? {} : { expires_at: inMinutes(store, minutes) };
      store.fraudRules.set(key, {
        rule_type: type,
        ...shown,
        created_at: before?.created_at ?? now,
        ...(before ? { last_updated_at: now } : {}),
        ...(description === undefined ? {} : { description }),
        ...expiry,
      });
      return { ...shown, ...expiry };
    },
  },

  api_fraud_v1_fraud_rules_List: {
    answer: ({ store, body: { cursor, limit = 10 } }) => {
      if (limit > 100) fail(400, 'invalid_argument', 'limit is from 1 to 100.');
      const { page, next_cursor = '' } = paginate(
        standing(store),
        (rule) => `${rule.created_at} ${rule.rule_type} ${identifierOf(rule)}`,
        { cursor, limit, scope: 'fraud rules' },
      );
      return { rules: page, next_cursor };
    },
  },

  api_fraud_v1_fraud_verdict_reasons_Override: {
    answer: ({ store, body: { verdict_reason, override_action, override_description } }) => {
      const known = store.verdictReasons.get(verdict_reason);
      if (!known) return fail(400, 'invalid_argument', 'There is no such verdict reason that can be overridden.');
      if (override_action === 'NONE') {
        return fail(400, 'invalid_argument', 'override_action is ALLOW, CHALLENGE or BLOCK.');
      }
      const { default_action } = known;
      const verdict_reason_action = {
        verdict_reason,
        default_action,
        override_action,
        override_created_at: timestamp(store.now()),
        ...(override_description === undefined ? {} : { override_description }),
      };
      store.verdictReasons.set(verdict_reason, verdict_reason_action);
      return { verdict_reason_action };
    },
  },

  api_fraud_v1_fraud_verdict_reasons_List: {
    answer: ({ store, body }) => ({
      verdict_reason_actions: [...store.verdictReasons.values()].filter(
        ({ override_action }) => !body.overrides_only || override_action !== undefined,
      ),
    }),
  },

  api_fraud_v1_fraud_email_Risk: {
    answer: ({ body }) => {
      const judged = judgeEmail(body.email_address.trim());
      const { address_information, domain_information } = judged;
      const risk_score = scoreOf(judged);
      const action = risk_score >= 80 ? 'BLOCK' : risk_score >= 30 ? 'CHALLENGE' : 'ALLOW';
      return { address_information, domain_information, action, risk_score };
    },
  },
} satisfies DomainHandlers<ProjectStore>;
