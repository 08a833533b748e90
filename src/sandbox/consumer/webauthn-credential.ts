/** Parsing and verification of WebAuthn responses. */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { isRecord } from '../../stytch/contract/record.ts';
import { fail } from '../errors.ts';

/** 2 MB of modules, loaded by the first ceremony. */
const library = () => import('@simplewebauthn/server');
const helpers = () => import('@simplewebauthn/server/helpers');

/** Accepted key algorithms: ES256 and RS256. */
export const ALGORITHMS = [-7, -257];

/** Client data of the browser. */
type ClientData = { challenge: string; origin: string };

/** A well-formed response that is not verified yet. */
type Read<Response> = { response: Response; clientData: ClientData };

type Fields = Record<string, unknown>;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const MALFORMED =
  "Invalid public key credential. Please confirm you're passing a correctly formatted public key credential.";

/** Rejects the credential; `part` names the invalid part in the error type. */
const malformed = (part = ''): never => fail(400, `invalid_public_key_credential${part}`, MALFORMED);

const given = (fields: Fields, name: string, missing: string): unknown => {
  const value = fields[name];
  return value === undefined || value === null || value === '' ? malformed(`_missing_${missing}_field`) : value;
};

/** Converts bytes to base64url. Browsers send base64url, older helpers base64. */
const bytesIn = (value: unknown, wrong: string): string =>
  typeof value === 'string' && /^[\w+/-]+={0,2}$/.test(value)
    ? value.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
    : malformed(wrong);

const clientDataIn = (encoded: string): ClientData => {
  const data = parsed(Buffer.from(encoded, 'base64url').toString());
  const { challenge, origin, type }: Fields = isRecord(data) ? data : {};
  return typeof challenge === 'string' && typeof origin === 'string' && typeof type === 'string'
    ? { challenge, origin }
    : malformed('_malformed_client_data_json');
};

/** Parses the properties that both ceremonies share, and checks that the properties of this one are present. */
const partsOf = (text: string, names: Readonly<Record<string, string>>) => {
  const data = parsed(text);
  if (!isRecord(data)) return malformed();
  const shownId = given(data, 'id', 'id');
  const response = given(data, 'response', 'response');
  if (!isRecord(response)) return malformed('_missing_response_field');
  const shownClientData = given(response, 'clientDataJSON', 'client_data_json');
  for (const [name, word] of Object.entries(names)) given(response, name, word);
  const id = bytesIn(shownId, '_invalid_id');
  if (data['rawId'] !== undefined && bytesIn(data['rawId'], '_invalid_id') !== id) malformed('_invalid_id');
  if (data['type'] !== undefined && data['type'] !== 'public-key') malformed();
  const clientDataJSON = bytesIn(shownClientData, '_malformed_client_data_json');
  return {
    parts: response,
    clientData: clientDataIn(clientDataJSON),
    clientDataJSON,
    common: { id, rawId: id, type: 'public-key', clientExtensionResults: {} } as const,
  };
};

/** Whether reading does not throw: the library throws on malformed bytes. */
const isReadable = (read: () => unknown): boolean => {
  try {
    read();
    return true;
  } catch {
    return false;
  }
};

const bytes = (encoded: string) => new Uint8Array(Buffer.from(encoded, 'base64url'));

/** Parses the result of `navigator.credentials.create()`. Rejects a malformed one. */
export const readRegistration = async (text: string): Promise<Read<RegistrationResponseJSON>> => {
  const { parts, clientData, clientDataJSON, common } = partsOf(text, { attestationObject: 'attestation_object' });
  const wrong = '_malformed_attestation_object';
  const attestationObject = bytesIn(parts['attestationObject'], wrong);
  const { decodeAttestationObject, parseAuthenticatorData } = await helpers();
  const read = () => parseAuthenticatorData(decodeAttestationObject(bytes(attestationObject)).get('authData'));
  if (!isReadable(read)) malformed(wrong);
  return { clientData, response: { ...common, response: { clientDataJSON, attestationObject } } };
};

/** Parses the result of `navigator.credentials.get()`. Rejects a malformed one. */
export const readAuthentication = async (text: string): Promise<Read<AuthenticationResponseJSON>> => {
  const { parts, clientData, clientDataJSON, common } = partsOf(text, {
    authenticatorData: 'authenticator_data',
    signature: 'signature',
  });
  const wrong = '_invalid_authenticator_data';
  const authenticatorData = bytesIn(parts['authenticatorData'], wrong);
  const { parseAuthenticatorData } = await helpers();
  if (!isReadable(() => parseAuthenticatorData(bytes(authenticatorData)))) malformed(wrong);
  const signature = bytesIn(parts['signature'], '_invalid_signature');
  const { userHandle } = parts;
  const handle = typeof userHandle === 'string' && userHandle !== '' ? { userHandle: bytesIn(userHandle, '') } : {};
  return { clientData, response: { ...common, response: { clientDataJSON, authenticatorData, signature, ...handle } } };
};

/** Whether an origin may use credentials of a domain: https on the domain or its subdomains, or http on localhost. */
export const isOriginOf = (domain: string, origin: string): boolean => {
  const url = URL.parse(origin);
  if (!url || url.origin !== origin) return false;
  const { protocol, hostname } = url;
  if (protocol === 'http:') return domain === 'localhost' && hostname === 'localhost';
  return protocol === 'https:' && (hostname === domain || hostname.endsWith(`.${domain}`));
};

/** Challenge and domain that the response must match. */
type Expected = { challenge: string; domain: string };

/** A registered key with its signature counter, which stays 0 if the authenticator does not count. */
export type WebauthnKey = { id: string; publicKey: Uint8Array; counter: number };

/** Returns undefined if the library rejects the response. */
const orRefused = async <Result>(verify: () => Promise<Result>): Promise<Result | undefined> => {
  try {
    return await verify();
  } catch {
    return undefined;
  }
};

/** Key of a registration response; undefined if the response is not genuine. */
export const verifyRegistration = async (
  { response, clientData }: Read<RegistrationResponseJSON>,
  { challenge, domain }: Expected,
): Promise<WebauthnKey | undefined> => {
  if (!isOriginOf(domain, clientData.origin)) return undefined;
  const { verifyRegistrationResponse } = await library();
  const found = await orRefused(() =>
    verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: clientData.origin,
      expectedRPID: domain,
      requireUserVerification: false,
      supportedAlgorithmIDs: ALGORITHMS,
    }),
  );
  return found?.verified ? found.registrationInfo.credential : undefined;
};

/** New signature counter of the key; undefined if the response is not genuine. */
export const verifyAuthentication = async (
  { response, clientData }: Read<AuthenticationResponseJSON>,
  { challenge, domain }: Expected,
  { id, publicKey, counter }: WebauthnKey,
): Promise<number | undefined> => {
  if (!isOriginOf(domain, clientData.origin)) return undefined;
  const { verifyAuthenticationResponse } = await library();
  const found = await orRefused(() =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: clientData.origin,
      expectedRPID: domain,
      credential: { id, publicKey: new Uint8Array(publicKey), counter },
      requireUserVerification: false,
    }),
  );
  return found?.verified ? found.authenticationInfo.newCounter : undefined;
};
