/** Properties of the contract that the graph of a consumer project omits or changes, each with the reason. */
import { inputLeftOut as inputsOfB2b, leftOut as ofB2b } from '../left-out.ts';

/** Properties of both kinds of project. */
const shared = Object.fromEntries(
  Object.entries(ofB2b).filter(([entry]) =>
    /^api_((fraud|m2m|connectedapps|debug|project)_v1_|session_v1_AuthenticationFactor)/.test(entry),
  ),
);

const inUser = (operation: string, ...names: string[]) =>
  Object.fromEntries(names.map((name) => [`api_user_v1_${operation}Response.${name}`, 'Stands in `user`.']));

const factors = [
  'Email',
  'PhoneNumber',
  'WebAuthnRegistration',
  'BiometricRegistration',
  'TOTP',
  'CryptoWallet',
  'Password',
  'OAuthRegistration',
  'ExternalId',
];

/** The receiver of a message, which the edge to the user replaces. */
const messages = Object.fromEntries(
  [
    ...['Send', 'LoginOrCreate', 'Invite'].map((operation) => `magic_v1_magic_links_email_${operation}`),
    ...['sms', 'whatsapp', 'email'].flatMap((by) => [`otp_v1_otp_${by}_Send`, `otp_v1_otp_${by}_LoginOrCreate`]),
    'password_v1_passwords_email_ResetStart',
  ].map((operation) => [`api_${operation}Response.user_id`, 'Leads to `user`.']),
);

export const leftOut: Readonly<Record<string, string>> = {
  ...shared,
  'api_idp_v1_idp_oauth_AuthorizeStartResponse.user_id': 'Stands in `user`.',
  'api_password_v1_MigrateResponse.user_id': 'Stands in `user`.',
  'api_totp_v1_CreateResponse.user_id': 'Stands in `user`.',
  'api_totp_v1_RecoveryCodesResponse.user_id': 'The edge starts from the user.',
  ...inUser('Create', 'user_id', 'status'),
  ...inUser('Update', 'user_id', 'emails', 'phone_numbers', 'crypto_wallets'),
  ...inUser('ExchangePrimaryFactor', 'user_id'),
  'api_magic_v1_CreateResponse.user_id': 'Leads to `user`.',
  ...messages,
  'api_crypto_wallet_v1_AuthenticateStartResponse.user_id': 'Leads to `user`.',
  'api_crypto_wallet_v1_SIWEParamsResponse.status_code': 'The status of the call, which is a success.',
  'api_webauthn_v1_RegisterStartResponse.user_id': 'Leads to `user`.',
  'api_webauthn_v1_AuthenticateStartResponse.user_id': 'Leads to `user`.',
  ...Object.assign({}, ...factors.map((factor) => inUser(`Delete${factor}`, 'user_id'))),
};

export const inputLeftOut: Readonly<Record<string, string>> = {
  ...inputsOfB2b,
  ...Object.fromEntries(
    ['AuthorizeStart', 'Authorize'].map((name) => [
      `api_idp_v1_idp_oauth_${name}.response_type`,
      'Always `code`: Stytch has no other.',
    ]),
  ),
  'api_session_v1_Get.user_id': 'The edge starts from the user.',
  'api_totp_v1_RecoveryCodes.user_id': 'The edge starts from the user.',
};
