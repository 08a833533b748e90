/** SAML connections. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeCertificate, standInKey } from '../../src/sandbox/b2b/x509.ts';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { rsaKey } from '../operations/sso.ts';
import { type SsoConnections, ssoConnectionsOf } from './sso-connections.ts';

let g: SandboxGateway;
let sso: SsoConnections;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  sso = ssoConnectionsOf(g);
});
afterEach(() => g.close());

describe('a SAML connection', () => {
  const certificate = (name: string) =>
    makeCertificate(standInKey, name, new Date('2025-01-01T00:00:00Z'), new Date('2055-01-01T00:00:00Z'));

  it('is created and configured, and its keys are never logged', async () => {
    const begun = await sso.send(
      'createSamlConnection',
      { organizationId: sso.bakery, identityProvider: 'OKTA' },
      'samlConnection { connectionId status acsUrl audienceUri signingCertificates { issuer } verificationCertificates { issuer } }',
      'admin',
    );
    expect(begun).toMatchObject({
      samlConnection: {
        status: 'PENDING',
        acsUrl: expect.any(String),
        signingCertificates: [{ issuer: 'Stytch' }],
        verificationCertificates: [],
      },
    });
    const input = {
      ...sso.created(begun, 'samlConnection'),
      idpEntityId: 'urn:fernhill',
      idpSsoUrl: 'https://idp.fernhill.example/sso',
      x509Certificate: certificate('idp.fernhill.example'),
      attributeMapping: { email: 'NameID', full_name: 'displayName' },
      signingPrivateKey: rsaKey(),
      encryptionPrivateKey: rsaKey(),
      alternativeAcsUrl: 'https://sso.fernhill.example/acs',
      alternativeAudienceUri: 'urn:fernhill:old',
      idpInitiatedAuthDisabled: true,
    };
    const updated = await sso.send(
      'updateSamlConnection',
      input,
      `samlConnection { status idpEntityId alternativeAcsUrl alternativeAudienceUri idpInitiatedAuthDisabled
        signingCertificates { issuer } verificationCertificates { issuer expiresAt } encryptionPrivateKeys { privateKey createdAt } }`,
      'admin',
    );
    expect(g.calls.at(-1)?.body).toMatchObject({
      idp_entity_id: 'urn:fernhill',
      x509_certificate: input.x509Certificate,
      signing_private_key: input.signingPrivateKey,
      saml_encryption_private_key: input.encryptionPrivateKey,
      attribute_mapping: input.attributeMapping,
    });
    expect(updated).toMatchObject({
      samlConnection: {
        status: 'ACTIVE',
        idpEntityId: 'urn:fernhill',
        alternativeAcsUrl: 'https://sso.fernhill.example/acs',
        alternativeAudienceUri: 'urn:fernhill:old',
        idpInitiatedAuthDisabled: true,
        signingCertificates: [{ issuer: 'Stytch' }, { issuer: 'Stytch' }],
        verificationCertificates: [{ issuer: 'idp.fernhill.example', expiresAt: '2055-01-01T00:00:00Z' }],
        encryptionPrivateKeys: [{ privateKey: input.encryptionPrivateKey }],
      },
    });
    expect(JSON.stringify(g.logged)).not.toContain('PRIVATE KEY');

    const { organizationId, connectionId } = input;
    const moved = { organizationId, connectionId, alternativeAcsUrl: '', alternativeAudienceUri: '' };
    expect(
      await sso.send('updateSamlConnection', moved, 'samlConnection { alternativeAcsUrl alternativeAudienceUri }'),
    ).toMatchObject({ samlConnection: { alternativeAcsUrl: null, alternativeAudienceUri: null } });
  });

  it('adds a certificate from metadata and deletes the old one, but not the last', async () => {
    const shown = 'samlConnection { idpEntityId verificationCertificates { certificateId issuer } }';
    type Shown = { samlConnection: { verificationCertificates: { certificateId: string }[] } };
    const read = await sso.send(
      'updateSamlConnectionByMetadataUrl',
      { ...sso.saml, metadataUrl: 'https://northgate.okta.example/app/metadata' },
      shown,
    );
    expect(g.calls[0]?.body).toEqual({ metadata_url: 'https://northgate.okta.example/app/metadata' });
    const [first, second] = (read as Shown).samlConnection.verificationCertificates;
    const remove = (certificateId: string | undefined) =>
      sso.send('deleteSamlVerificationCertificate', { ...sso.saml, certificateId }, `certificateId ${shown}`);
    g.calls.length = 0;
    expect(await remove(first?.certificateId)).toMatchObject({
      certificateId: first?.certificateId,
      samlConnection: { verificationCertificates: [{ certificateId: second?.certificateId }] },
    });
    expect(sso.asked()).toEqual(['sso_saml_DeleteVerificationCertificate', 'GetConnections']);
    expect(await remove(second?.certificateId)).toMatchObject({ errorType: 'cannot_delete_last_sso_verification_key' });
  });

  it('deletes a decryption key', async () => {
    const shown = 'samlConnection { encryptionPrivateKeys { privateKeyId } }';
    type Shown = { samlConnection: { encryptionPrivateKeys: { privateKeyId: string }[] } };
    const given = await sso.send('updateSamlConnection', { ...sso.saml, encryptionPrivateKey: rsaKey() }, shown);
    const [key] = (given as Shown).samlConnection.encryptionPrivateKeys;
    const input = { ...sso.saml, privateKeyId: key?.privateKeyId };
    const admin = await sso.signedInAs('ursula.hartmann@northgate.example');
    expect(await sso.send('deleteSamlEncryptionKey', input, `privateKeyId ${shown}`, admin)).toMatchObject({
      privateKeyId: key?.privateKeyId,
      samlConnection: { encryptionPrivateKeys: [] },
    });
    expect(await sso.send('deleteSamlEncryptionKey', input)).toMatchObject({
      code: 'NOT_FOUND',
      errorType: 'sso_encryption_private_key_not_found',
    });
  });
});
