import { existsSync } from 'node:fs';
import { env } from 'node:process';
import { type Browser, chromium } from 'playwright-core';

const EXECUTABLE = env['CHROMIUM'] ?? '/usr/bin/chromium';

/**
 * Starts the browser of this machine.
 *
 * @param proxy an address through which all requests go, those to loopback too
 */
export const launchChromium = async (proxy?: string): Promise<Browser> => {
  if (!existsSync(EXECUTABLE)) {
    throw new Error(
      `No browser at ${EXECUTABLE}. Install Chromium (apt-get install -y chromium) or name one in CHROMIUM.`,
    );
  }
  return chromium.launch({
    executablePath: EXECUTABLE,
    // Chromium goes around a proxy for loopback addresses unless it is told not to, which playwright does.
    ...(proxy === undefined ? {} : { proxy: { server: proxy } }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
};
