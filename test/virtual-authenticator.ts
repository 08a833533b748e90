/** Chromium's virtual authenticator: it stores passkeys, and always reports that the user is present. */
import type { CDPSession, Page } from 'playwright-core';

const keysOf = async (session: CDPSession, authenticatorId: string) =>
  (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials;

/** A key in the form of the Chrome DevTools Protocol. */
export type Key = Awaited<ReturnType<typeof keysOf>>[number];

export interface VirtualAuthenticator {
  /** Keys in the authenticator. */
  keys(): Promise<readonly Key[]>;
  /** Adds a key to the authenticator, which no site can do. */
  addKey(key: Key): Promise<void>;
}

/** Adds a virtual authenticator to a page. */
export async function addAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    keys: () => keysOf(session, authenticatorId),
    async addKey(credential) {
      await session.send('WebAuthn.addCredential', { authenticatorId, credential });
    },
  };
}
