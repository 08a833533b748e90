import type { OperationExample } from './index.ts';

export const operations: OperationExample[] = [
  {
    id: 'api_fraud_v1_fraud_fingerprint_Lookup',
    document: `query ($telemetryId: String!) { deviceFingerprint(telemetryId: $telemetryId, externalMetadata: { userAction: "login" }) {
      verdict { action reasons } fingerprints { visitorId } properties { networkProperties { ipAddress } } } }`,
    variables: (g) => ({ telemetryId: g.world.telemetry[0]?.telemetry_id }),
  },
  {
    id: 'api_fraud_v1_fraud_email_Risk',
    document: '{ emailRisk(emailAddress: "ada@breadboard.example") { action riskScore } }',
  },
  {
    id: 'api_fraud_v1_fraud_rules_List',
    document: '{ fraudRules(first: 5) { nodes { type identifier action } pageInfo { hasNextPage } } }',
  },
  {
    id: 'api_fraud_v1_fraud_rules_Set',
    document: `mutation { setFraudRule(input: { type: CIDR_BLOCK, identifier: "192.0.2.0/24", action: BLOCK, expiresInMinutes: 60 }) {
      ... on SetFraudRulePayload { deletedId fraudRule { id identifier action expiresAt } fraudRuleEdge { cursor } } ... on MutationError { errorType } } }`,
  },
  {
    id: 'api_fraud_v1_fraud_verdict_reasons_List',
    document: '{ verdictReasons { reason defaultAction overrideAction } }',
  },
  {
    id: 'api_fraud_v1_fraud_verdict_reasons_Override',
    document: `mutation { overrideVerdictReason(input: { reason: "VIRTUAL_MACHINE", action: ALLOW, description: "Our testers use them" }) {
      ... on OverrideVerdictReasonPayload { verdictReason { overrideAction } } ... on MutationError { errorType } } }`,
  },
];
