/** An authenticator that Chromium plays: it holds passkeys, and always finds its user present. */
import type { CDPSession, Page } from 'playwright-core';

const keysOf = async (session: CDPSession, authenticatorId: string) =>
  (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials;

/** A key as the protocol of the browser's developer tools has it. */
export type Key = Awaited<ReturnType<typeof keysOf>>[number];

export interface VirtualAuthenticator {
  /** Keys that the authenticator holds. */
  keys(): Promise<readonly Key[]>;
  /** Puts a key into the authenticator, as no site could. */
  addKey(key: Key): Promise<void>;
}

/** Gives a page an authenticator of its own. */
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
