import { deviceFingerprint, emailRisk } from '../../resolvers/project/fraud.ts';
import { builder, contractObject } from '../builder.ts';
import { FraudAction, FraudRuleType } from './fraud-rule.ts';

const Fingerprints = contractObject('DeviceFingerprints', 'api_fraud_v1_Fingerprints').implement({
  description:
    'Marks by which a device is known again. Those of a network, hardware or browser are shared by many people.',
  fields: (t) => ({
    visitorId: t.exposeString('visitor_id', {
      nullable: true,
      description: 'Id in a cookie on the device, one for each; null where there is no cookie.',
    }),
    browserId: t.exposeString('browser_id', {
      nullable: true,
      description: 'Mark of one browser: its cookie and the way it connects.',
    }),
    visitorFingerprint: t.exposeString('visitor_fingerprint', {
      description: 'Mark of one visitor that needs no cookie.',
    }),
    browserFingerprint: t.exposeString('browser_fingerprint', {
      description: 'Mark of a browser in one version.',
    }),
    hardwareFingerprint: t.exposeString('hardware_fingerprint', {
      description: 'Mark of an operating system on one architecture.',
    }),
    networkFingerprint: t.exposeString('network_fingerprint', {
      description: 'Mark of the way that TLS is spoken.',
    }),
  }),
});

const VerdictReasonOverride = contractObject('VerdictReasonOverride', 'api_fraud_v1_VerdictReasonOverride').implement({
  description: 'A reason whose action you changed, as it counted in one verdict.',
  fields: (t) => ({
    reason: t.exposeString('verdict_reason', { description: 'The reason, such as `VIRTUAL_MACHINE`.' }),
    action: t.expose('override_action', { type: FraudAction, description: 'What counted in place of the default.' }),
  }),
});

const Verdict = contractObject('FraudVerdict', 'api_fraud_v1_Verdict').implement({
  description: 'What device fingerprinting makes of a device.',
  fields: (t) => ({
    action: t.expose('action', { type: FraudAction, description: 'What to do with whatever the person asked for.' }),
    reasons: t.exposeStringList('reasons', {
      description:
        'Why, in words of Stytch’s; `RULE_MATCH` when one of your rules decided. No enum: Stytch adds words, and lists them for its customers alone.',
    }),
    isAuthenticDevice: t.exposeBoolean('is_authentic_device', {
      description: 'Whether the device is what it says it is: false where hardware or browser deceive.',
    }),
    detectedDeviceType: t.exposeString('detected_device_type', {
      description: 'Operating system and architecture that the device really has.',
    }),
    ruleMatchType: t.expose('rule_match_type', {
      type: FraudRuleType,
      nullable: true,
      description: 'What the rule that decided is about; null when no rule did.',
    }),
    ruleMatchIdentifier: t.exposeString('rule_match_identifier', {
      nullable: true,
      description: 'Which one that rule is about, such as a visitor id; null when no rule decided.',
    }),
    verdictReasonOverrides: t.expose('verdict_reason_overrides', {
      type: [VerdictReasonOverride],
      description: 'Overrides of yours that counted.',
    }),
  }),
});

const FingerprintMetadata = contractObject('DeviceFingerprintMetadata', 'api_fraud_v1_Metadata').implement({
  description: 'What you told Stytch about the person behind a fingerprint.',
  fields: (t) => ({
    externalId: t.exposeString('external_id', { nullable: true, description: 'Your id for the person.' }),
    organizationId: t.exposeString('organization_id', { nullable: true, description: 'Where the person belongs.' }),
    userAction: t.exposeString('user_action', { nullable: true, description: 'What the person was about to do.' }),
  }),
});

const Asn = contractObject('AutonomousSystem', 'api_fraud_v1_ASNProperties').implement({
  description: 'A network of the internet with one operator: an autonomous system.',
  fields: (t) => ({
    asn: t.exposeString('asn', { nullable: true, description: 'Its number.' }),
    name: t.exposeString('name', { nullable: true, description: 'Name of the operator.' }),
    network: t.exposeString('network', { nullable: true, description: 'The block of addresses, in CIDR form.' }),
  }),
});

const IpGeolocation = contractObject('IpGeolocation', 'api_fraud_v1_IPGeoProperties').implement({
  description: 'Where on the map an IP address is thought to be.',
  fields: (t) => ({
    city: t.exposeString('city', { nullable: true, description: 'The city.' }),
    region: t.exposeString('region', { nullable: true, description: 'The region or state.' }),
    country: t.exposeString('country', { nullable: true, description: 'The country.' }),
  }),
});

const NetworkProperties = contractObject('NetworkProperties', 'api_fraud_v1_NetworkProperties').implement({
  description: 'The network that a device calls from.',
  fields: (t) => ({
    ipAddress: t.exposeString('ip_address', { description: 'IP address of the device.' }),
    asn: t.expose('asn', { type: Asn, nullable: true, description: 'Autonomous system that the address belongs to.' }),
    ipGeolocation: t.expose('ip_geolocation', {
      type: IpGeolocation,
      nullable: true,
      description: 'Where the address is thought to be.',
    }),
    isProxy: t.exposeBoolean('is_proxy', { description: 'Whether the device hides behind a proxy.' }),
    isVpn: t.exposeBoolean('is_vpn', { description: 'Whether the device comes through a VPN.' }),
  }),
});

const BrowserProperties = contractObject('BrowserProperties', 'api_fraud_v1_BrowserProperties').implement({
  description: 'The browser that runs on a device.',
  fields: (t) => ({
    userAgent: t.exposeString('user_agent', { nullable: true, description: 'What the browser calls itself.' }),
  }),
});

const FingerprintProperties = contractObject('DeviceFingerprintProperties', 'api_fraud_v1_Properties').implement({
  description: 'What else is known of a device.',
  fields: (t) => ({
    networkProperties: t.expose('network_properties', {
      type: NetworkProperties,
      nullable: true,
      description: 'The network that the device calls from.',
    }),
    browserProperties: t.expose('browser_properties', {
      type: BrowserProperties,
      nullable: true,
      description: 'The browser that runs on it.',
    }),
  }),
});

const DeviceFingerprint = contractObject(
  'DeviceFingerprint',
  'api_fraud_v1_fraud_fingerprint_LookupResponse',
).implement({
  description: 'What device fingerprinting found out about a device at one moment.',
  fields: (t) => ({
    telemetryId: t.exposeString('telemetry_id', { description: 'Id under which the device handed its signals in.' }),
    verdict: t.expose('verdict', {
      type: Verdict,
      nullable: true,
      expected: true,
      description: 'What to make of the device.',
    }),
    fingerprints: t.expose('fingerprints', {
      type: Fingerprints,
      nullable: true,
      expected: true,
      description: 'Marks by which it is known again.',
    }),
    properties: t.expose('properties', {
      type: FingerprintProperties,
      nullable: true,
      description: 'What is known of its network and browser.',
    }),
    externalMetadata: t.expose('external_metadata', {
      type: FingerprintMetadata,
      nullable: true,
      expected: true,
      description: 'What you told Stytch about the person.',
    }),
    rawSignals: t.expose('raw_signals', {
      type: 'JSONObject',
      nullable: true,
      description:
        'Everything that was measured, such as the size of the screen; null unless Stytch enabled this for you.',
    }),
    createdAt: t.expose('created_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the fingerprint was taken.',
    }),
    expiresAt: t.expose('expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'From when on it can no longer be looked up.',
    }),
  }),
});

const FingerprintMetadataInput = builder.inputType('DeviceFingerprintMetadataInput', {
  description:
    'What to tell Stytch about the person, to search for in its dashboard: up to 65 letters, digits or any of _ - + . @ each.',
  fields: (t) => ({
    externalId: t.string({ description: 'Your id for the person.' }),
    organizationId: t.string({ description: 'Where the person belongs.' }),
    userAction: t.string({ description: 'What the person is about to do, such as `login`.' }),
  }),
});

builder.queryField('deviceFingerprint', (t) =>
  t.field({
    type: DeviceFingerprint,
    nullable: true,
    access: { resource: 'stytch.fraud', action: 'get', signedIn: 'none' },
    operations: ['post /v1/fingerprint/lookup'],
    description:
      'The fingerprint of a device, by what its browser handed in. Null when Stytch knows of none or it expired: block then, since an attacker may have made the id up.',
    args: {
      telemetryId: t.arg.string({ required: true, description: 'What the browser got from `GetTelemetryID()`.' }),
      externalMetadata: t.arg({ type: FingerprintMetadataInput, description: 'What to remember with the lookup.' }),
    },
    resolve: deviceFingerprint,
  }),
);

const AddressInformation = contractObject('EmailAddressInformation', 'api_fraud_v1_AddressInformation').implement({
  description: 'What is known of an email address.',
  fields: (t) => ({
    hasValidSyntax: t.exposeBoolean('has_valid_syntax', { description: 'Whether it is an email address at all.' }),
    hasKnownBounces: t.exposeBoolean('has_known_bounces', { description: 'Whether mail to it came back before.' }),
    isSuspectedRoleAddress: t.exposeBoolean('is_suspected_role_address', {
      description: 'Whether it looks like the address of a role or a group and not of a person.',
    }),
    normalizedEmailAddress: t.exposeString('normalized_email', {
      nullable: true,
      description:
        'The address without its dots and without what follows a plus sign: equal ones reach the same inbox.',
    }),
    tumblingCharacterCount: t.exposeInt('tumbling_character_count', {
      description: 'How many dots and plus signs it has; the more, the likelier a disguise.',
    }),
  }),
});

const DomainInformation = contractObject('EmailDomainInformation', 'api_fraud_v1_DomainInformation').implement({
  description: 'What is known of the domain of an email address.',
  fields: (t) => ({
    hasMxOrARecord: t.exposeBoolean('has_mx_or_a_record', {
      description: 'Whether DNS says where mail for it should go.',
    }),
    isDisposableDomain: t.exposeBoolean('is_disposable_domain', {
      description: 'Whether it gives out addresses to be thrown away.',
    }),
  }),
});

const EmailRisk = contractObject('EmailRisk', 'api_fraud_v1_fraud_email_RiskResponse').implement({
  description: 'How far an email address is to be trusted.',
  fields: (t) => ({
    action: t.expose('action', { type: FraudAction, description: 'What to do with whoever shows the address.' }),
    riskScore: t.exposeInt('risk_score', { description: 'From 0, no risk, to 100, all of it.' }),
    addressInformation: t.expose('address_information', {
      type: AddressInformation,
      nullable: true,
      expected: true,
      description: 'What is known of the address.',
    }),
    domainInformation: t.expose('domain_information', {
      type: DomainInformation,
      nullable: true,
      expected: true,
      description: 'What is known of its domain.',
    }),
  }),
});

builder.queryField('emailRisk', (t) =>
  t.field({
    type: EmailRisk,
    nullable: true,
    access: { resource: 'stytch.fraud', action: 'get', signedIn: 'none' },
    operations: ['post /v1/email/risk'],
    description: 'How far an email address is to be trusted. Stytch enables this on request only.',
    args: {
      // Not an EmailAddress: whether it is one is among what is asked.
      emailAddress: t.arg.string({ required: true, description: 'The address, as the person typed it.' }),
    },
    resolve: emailRisk,
  }),
);
