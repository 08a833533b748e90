import { deviceFingerprint, emailRisk } from '../../resolvers/project/fraud.ts';
import { builder, contractObject } from '../builder.ts';
import { FraudAction, FraudRuleType } from './fraud-rule.ts';

const Fingerprints = contractObject('DeviceFingerprints', 'api_fraud_v1_Fingerprints').implement({
  description: 'Ids and fingerprints of a device. Many people share those of a network, hardware or browser.',
  fields: (t) => ({
    visitorId: t.exposeString('visitor_id', {
      nullable: true,
      description: 'Id in a cookie on the device, unique per device. Null if there is no cookie.',
    }),
    browserId: t.exposeString('browser_id', {
      nullable: true,
      description: 'Id of one browser, from its cookie and its connection properties. Null if unknown.',
    }),
    visitorFingerprint: t.exposeString('visitor_fingerprint', {
      description: 'Fingerprint of one visitor, computed without a cookie.',
    }),
    browserFingerprint: t.exposeString('browser_fingerprint', {
      description: 'Fingerprint of a browser version.',
    }),
    hardwareFingerprint: t.exposeString('hardware_fingerprint', {
      description: 'Fingerprint of an operating system and architecture.',
    }),
    networkFingerprint: t.exposeString('network_fingerprint', {
      description: 'Fingerprint of the TLS implementation.',
    }),
  }),
});

const VerdictReasonOverride = contractObject('VerdictReasonOverride', 'api_fraud_v1_VerdictReasonOverride').implement({
  description: 'A verdict reason whose action you overrode, as applied to one verdict.',
  fields: (t) => ({
    reason: t.exposeString('verdict_reason', { description: 'Name of the reason, such as `VIRTUAL_MACHINE`.' }),
    action: t.expose('override_action', { type: FraudAction, description: 'Action that replaced the default.' }),
  }),
});

const Verdict = contractObject('FraudVerdict', 'api_fraud_v1_Verdict').implement({
  description: 'Verdict of device fingerprinting about a device.',
  fields: (t) => ({
    action: t.expose('action', { type: FraudAction, description: 'Recommended action for the person’s request.' }),
    reasons: t.exposeStringList('reasons', {
      description:
        'Reasons of the verdict, as Stytch names them. `RULE_MATCH` if one of your rules decided. Not an enum: Stytch adds values and lists them only for its customers.',
    }),
    isAuthenticDevice: t.exposeBoolean('is_authentic_device', {
      description: 'Whether the device is what it claims to be. False if its hardware or browser is disguised.',
    }),
    detectedDeviceType: t.exposeString('detected_device_type', {
      description: 'Detected operating system and architecture of the device.',
    }),
    ruleMatchType: t.expose('rule_match_type', {
      type: FraudRuleType,
      nullable: true,
      description: 'What the deciding rule matches. Null if no rule decided.',
    }),
    ruleMatchIdentifier: t.exposeString('rule_match_identifier', {
      nullable: true,
      description: 'Value that the deciding rule matches, such as a visitor id. Null if no rule decided.',
    }),
    verdictReasonOverrides: t.expose('verdict_reason_overrides', {
      type: [VerdictReasonOverride],
      description: 'Your overrides that applied.',
    }),
  }),
});

const FingerprintMetadata = contractObject('DeviceFingerprintMetadata', 'api_fraud_v1_Metadata').implement({
  description: 'Data that you sent to Stytch about the person of a fingerprint.',
  fields: (t) => ({
    externalId: t.exposeString('external_id', {
      nullable: true,
      description: 'Your own id for the person. Null if not sent.',
    }),
    organizationId: t.exposeString('organization_id', {
      nullable: true,
      description: 'Organization of the person. Null if not sent.',
    }),
    userAction: t.exposeString('user_action', {
      nullable: true,
      description: 'Action that the person was about to take. Null if not sent.',
    }),
  }),
});

const Asn = contractObject('AutonomousSystem', 'api_fraud_v1_ASNProperties').implement({
  description: 'An autonomous system: a network of the internet with one operator.',
  fields: (t) => ({
    asn: t.exposeString('asn', {
      nullable: true,
      description: 'Number of the autonomous system (ASN). Null if unknown.',
    }),
    name: t.exposeString('name', { nullable: true, description: 'Name of the operator. Null if unknown.' }),
    network: t.exposeString('network', {
      nullable: true,
      description: 'Block of IP addresses, in CIDR notation. Null if unknown.',
    }),
  }),
});

const IpGeolocation = contractObject('IpGeolocation', 'api_fraud_v1_IPGeoProperties').implement({
  description: 'Estimated location of an IP address.',
  fields: (t) => ({
    city: t.exposeString('city', { nullable: true, description: 'City. Null if unknown.' }),
    region: t.exposeString('region', { nullable: true, description: 'Region or state. Null if unknown.' }),
    country: t.exposeString('country', { nullable: true, description: 'Country. Null if unknown.' }),
  }),
});

const NetworkProperties = contractObject('NetworkProperties', 'api_fraud_v1_NetworkProperties').implement({
  description: 'The network of a device.',
  fields: (t) => ({
    ipAddress: t.exposeString('ip_address', { description: 'IP address of the device.' }),
    asn: t.expose('asn', {
      type: Asn,
      nullable: true,
      description: 'Autonomous system of the IP address. Null if unknown.',
    }),
    ipGeolocation: t.expose('ip_geolocation', {
      type: IpGeolocation,
      nullable: true,
      description: 'Estimated location of the IP address. Null if unknown.',
    }),
    isProxy: t.exposeBoolean('is_proxy', { description: 'Whether the device uses a proxy.' }),
    isVpn: t.exposeBoolean('is_vpn', { description: 'Whether the device uses a VPN.' }),
  }),
});

const BrowserProperties = contractObject('BrowserProperties', 'api_fraud_v1_BrowserProperties').implement({
  description: 'The browser of a device.',
  fields: (t) => ({
    userAgent: t.exposeString('user_agent', {
      nullable: true,
      description: 'User agent of the browser. Null if unknown.',
    }),
  }),
});

const FingerprintProperties = contractObject('DeviceFingerprintProperties', 'api_fraud_v1_Properties').implement({
  description: 'Further properties of a device.',
  fields: (t) => ({
    networkProperties: t.expose('network_properties', {
      type: NetworkProperties,
      nullable: true,
      description: 'The network of the device. Null if unknown.',
    }),
    browserProperties: t.expose('browser_properties', {
      type: BrowserProperties,
      nullable: true,
      description: 'The browser of the device. Null if unknown.',
    }),
  }),
});

const DeviceFingerprint = contractObject(
  'DeviceFingerprint',
  'api_fraud_v1_fraud_fingerprint_LookupResponse',
).implement({
  description: 'Result of device fingerprinting at one moment.',
  fields: (t) => ({
    telemetryId: t.exposeString('telemetry_id', { description: 'Id with which the device submitted its signals.' }),
    verdict: t.expose('verdict', {
      type: Verdict,
      nullable: true,
      expected: true,
      description: 'Verdict about the device.',
    }),
    fingerprints: t.expose('fingerprints', {
      type: Fingerprints,
      nullable: true,
      expected: true,
      description: 'Ids and fingerprints of the device.',
    }),
    properties: t.expose('properties', {
      type: FingerprintProperties,
      nullable: true,
      description: 'Properties of its network and browser. Null if unknown.',
    }),
    externalMetadata: t.expose('external_metadata', {
      type: FingerprintMetadata,
      nullable: true,
      expected: true,
      description: 'Data that you sent to Stytch about the person.',
    }),
    rawSignals: t.expose('raw_signals', {
      type: 'JSONObject',
      nullable: true,
      description: 'All measured signals, such as the screen size. Null unless Stytch enabled this for you.',
    }),
    createdAt: t.expose('created_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the fingerprint was taken.',
    }),
    expiresAt: t.expose('expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the fingerprint expires and lookups stop returning it. Null if unknown.',
    }),
  }),
});

const FingerprintMetadataInput = builder.inputType('DeviceFingerprintMetadataInput', {
  description:
    'Data about the person for Stytch’s dashboard, where you can search for it. Each value has at most 65 letters, digits or any of _ - + . @.',
  fields: (t) => ({
    externalId: t.string({ description: 'Your own id for the person.' }),
    organizationId: t.string({ description: 'Organization of the person.' }),
    userAction: t.string({ description: 'Action that the person is about to take, such as `login`.' }),
  }),
});

builder.queryField('deviceFingerprint', (t) =>
  t.field({
    type: DeviceFingerprint,
    nullable: true,
    access: { resource: 'stytch.fraud', action: 'get', signedIn: 'none' },
    operations: ['post /v1/fingerprint/lookup'],
    description:
      'Fingerprint of a device. Null if Stytch does not know the telemetry id or it expired. In that case block the request: an attacker may have invented the id.',
    args: {
      telemetryId: t.arg.string({ required: true, description: 'Result of `GetTelemetryID()` in the browser.' }),
      externalMetadata: t.arg({ type: FingerprintMetadataInput, description: 'Data to store with the lookup.' }),
    },
    resolve: deviceFingerprint,
  }),
);

const AddressInformation = contractObject('EmailAddressInformation', 'api_fraud_v1_AddressInformation').implement({
  description: 'Properties of an email address.',
  fields: (t) => ({
    hasValidSyntax: t.exposeBoolean('has_valid_syntax', { description: 'Whether the syntax of the address is valid.' }),
    hasKnownBounces: t.exposeBoolean('has_known_bounces', {
      description: 'Whether emails to the address bounced before.',
    }),
    isSuspectedRoleAddress: t.exposeBoolean('is_suspected_role_address', {
      description: 'Whether the address seems to belong to a role or group, not to a person.',
    }),
    normalizedEmailAddress: t.exposeString('normalized_email', {
      nullable: true,
      description:
        'The address without dots and without the part after a plus sign. Equal values reach the same inbox. Null if unknown.',
    }),
    tumblingCharacterCount: t.exposeInt('tumbling_character_count', {
      description: 'Number of dots and plus signs in the address. A higher number suggests a disguise.',
    }),
  }),
});

const DomainInformation = contractObject('EmailDomainInformation', 'api_fraud_v1_DomainInformation').implement({
  description: 'Properties of an email domain.',
  fields: (t) => ({
    hasMxOrARecord: t.exposeBoolean('has_mx_or_a_record', {
      description: 'Whether DNS has an MX or A record for the domain.',
    }),
    isDisposableDomain: t.exposeBoolean('is_disposable_domain', {
      description: 'Whether the domain provides disposable email addresses.',
    }),
  }),
});

const EmailRisk = contractObject('EmailRisk', 'api_fraud_v1_fraud_email_RiskResponse').implement({
  description: 'Fraud risk of an email address.',
  fields: (t) => ({
    action: t.expose('action', { type: FraudAction, description: 'Recommended action for a person with the address.' }),
    riskScore: t.exposeInt('risk_score', { description: 'Risk score: 0 (lowest) to 100 (highest).' }),
    addressInformation: t.expose('address_information', {
      type: AddressInformation,
      nullable: true,
      expected: true,
      description: 'Properties of the address.',
    }),
    domainInformation: t.expose('domain_information', {
      type: DomainInformation,
      nullable: true,
      expected: true,
      description: 'Properties of its domain.',
    }),
  }),
});

builder.queryField('emailRisk', (t) =>
  t.field({
    type: EmailRisk,
    nullable: true,
    access: { resource: 'stytch.fraud', action: 'get', signedIn: 'none' },
    operations: ['post /v1/email/risk'],
    description: 'Fraud risk of an email address. Stytch enables this only on request.',
    args: {
      // String, not EmailAddress: the lookup also reports an invalid syntax.
      emailAddress: t.arg.string({ required: true, description: 'Email address, as the person entered it.' }),
    },
    resolve: emailRisk,
  }),
);
