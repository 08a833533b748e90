/** Messages in the form of Sign-In with Ethereum (EIP-4361). */
import { randomBytes } from 'node:crypto';
import { fail } from '../errors.ts';
import { timestamp } from '../store.ts';
import type { SiweParams } from './store.ts';

/** Max chain id that Stytch accepts. */
const MAX_CHAIN_ID = 9_223_372_036_854_775_771n;

/** Unreserved characters and sub-delimiters of RFC 3986. */
const UNRESERVED = String.raw`A-Za-z0-9._~\-`;
const SUB_DELIMITERS = "!$&'()*+,;=";
const authority = new RegExp(`^(?:[${UNRESERVED}${SUB_DELIMITERS}%:]*@)?[${UNRESERVED}${SUB_DELIMITERS}%:\\[\\]]+$`);
const statementForm = new RegExp(`^[${UNRESERVED}${SUB_DELIMITERS}:/?#\\[\\]@ ]*$`);
const characters = new RegExp(`^(?:[${UNRESERVED}${SUB_DELIMITERS}:@]|%[\\dA-Fa-f]{2})*$`);

const isUri = (text: string): boolean => /^[a-z][a-z\d+.-]*:[^\s<>"{}|\\^`]+$/i.test(text);

const isChainId = (text: string): boolean => {
  if (!/^[1-9]\d{0,18}$/.test(text)) return false;
  return BigInt(text) <= MAX_CHAIN_ID;
};

/** Rejects parameters that a message cannot contain. */
export const checkSiwe = (params: SiweParams) => {
  const { domain, uri, resources, chain_id, statement, message_request_id, issued_at, not_before } = params;
  const require = (holds: boolean, word: string, message: string) => {
    if (!holds) fail(400, word, message);
  };
  require(authority.test(domain), 'invalid_siwe_domain', '`domain` is an authority, such as app.example.com:3000.');
  require(isUri(uri), 'invalid_siwe_uri', '`uri` is a URI.');
  require(!chain_id || isChainId(chain_id), 'invalid_siwe_chain_id', '`chain_id` is a number, as text.');
  require(statementForm.test(statement ?? ''), 'invalid_siwe_statement', '`statement` is one line of ASCII.');
  require(resources.every(isUri), 'invalid_siwe_resource', 'Each of `resources` is a URI.');
  require(characters.test(
    message_request_id ?? '',
  ), 'invalid_siwe_message_request_id', '`message_request_id` is made of characters that a path may have.');
  for (const time of [issued_at, not_before]) {
    require(!time || !Number.isNaN(Date.parse(time)), 'bad_request', 'A time is written as in RFC 3339.');
  }
};

/** Parameters with defaults: chain id 1, issued now. */
export const completeSiwe = (params: SiweParams, now: Date): SiweParams & { chain_id: string; issued_at: string } => ({
  ...params,
  chain_id: params.chain_id || '1',
  issued_at: params.issued_at || timestamp(now),
});

/**
 * Message for the wallet to sign.
 *
 * @param address in the form of EIP-55
 * @param expires_at expiry of the message
 */
export const siweMessage = (
  params: ReturnType<typeof completeSiwe>,
  { address, expires_at }: { address: string; expires_at: string },
): string => {
  const { domain, uri, chain_id, statement, issued_at, not_before, message_request_id, resources } = params;
  return [
    `${domain} wants you to sign in with your Ethereum account:`,
    address,
    '',
    ...(statement ? [statement] : []),
    '',
    `URI: ${uri}`,
    'Version: 1',
    `Chain ID: ${chain_id}`,
    `Nonce: ${randomBytes(16).toString('hex')}`,
    `Issued At: ${issued_at}`,
    `Expiration Time: ${expires_at}`,
    ...(not_before ? [`Not Before: ${not_before}`] : []),
    ...(message_request_id ? [`Request ID: ${message_request_id}`] : []),
    ...(resources.length > 0 ? ['Resources:', ...resources.map((resource) => `- ${resource}`)] : []),
  ].join('\n');
};
