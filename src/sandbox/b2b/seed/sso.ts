import { seedId } from '../../seed/id.ts';
import { EMAIL_NAME_ID, type SamlConnection, type SsoRecord } from '../store.ts';
import { makeCertificate, standInKey } from '../x509.ts';
import { bankId, oidcConnectionId, samlConnectionId } from './organization.ts';

const made = '2022-11-02T10:30:00Z';
const ends = '2045-01-01T00:00:00Z';

const certificate = (key: string, commonName: string, issuer: string) => ({
  certificate_id: seedId(key, 'northgate-okta'),
  certificate: makeCertificate(standInKey, commonName, new Date(made), new Date(ends)),
  issuer,
  created_at: made,
  expires_at: ends,
  updated_at: made,
});

const okta: SamlConnection = {
  organization_id: bankId,
  connection_id: samlConnectionId,
  status: 'active',
  display_name: 'Okta',
  identity_provider: 'okta',
  idp_entity_id: 'http://www.okta.com/northgate',
  idp_sso_url: 'https://northgate.okta.example/app/sso/saml',
  acs_url: `https://test.stytch.com/v1/b2b/sso/callback/${samlConnectionId}`,
  audience_uri: `https://test.stytch.com/v1/b2b/sso/callback/${samlConnectionId}`,
  attribute_mapping: { email: 'NameID', full_name: 'displayName', groups: 'memberOf' },
  signing_certificates: [certificate('saml-signing-key', 'Stytch', 'Stytch')],
  verification_certificates: [certificate('saml-verification-key', 'northgate.okta.example', 'northgate.okta.example')],
  encryption_private_keys: [],
  saml_connection_implicit_role_assignments: [],
  saml_group_implicit_role_assignments: [{ role_id: 'auditor', group: 'vault-keepers' }],
  alternative_audience_uri: '',
  nameid_format: EMAIL_NAME_ID,
  alternative_acs_url: '',
  idp_initiated_auth_disabled: false,
  allow_gateway_callback: false,
};

const issuer = 'https://login.entra.example/northgate-contractors';

/** SSO connections of the bank. No seeded member is in the group with a role. */
export const ssoConnections: SsoRecord[] = [
  { kind: 'saml', connection: okta },
  {
    kind: 'oidc',
    connection: {
      organization_id: bankId,
      connection_id: oidcConnectionId,
      status: 'active',
      display_name: 'Entra for contractors',
      identity_provider: 'microsoft-entra',
      redirect_url: `https://test.stytch.com/v1/b2b/sso/callback/${oidcConnectionId}`,
      client_id: 'northgate-contractors',
      client_secret: 'the-identity-provider-gave-this-to-northgate',
      issuer,
      authorization_url: `${issuer}/oauth2/v1/authorize`,
      token_url: `${issuer}/oauth2/v1/token`,
      userinfo_url: `${issuer}/oauth2/v1/userinfo`,
      jwks_url: `${issuer}/oauth2/v1/keys`,
      custom_scopes: '',
      attribute_mapping: { department: 'department' },
    },
  },
];
