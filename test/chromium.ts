import { existsSync } from 'node:fs';
import { env } from 'node:process';
import { type Browser, chromium } from 'playwright-core';

const EXECUTABLE = env['CHROMIUM'] ?? '/usr/bin/chromium';

/**
 * Starts the browser of this machine.
 *
 * @param proxy proxy for all requests, including those to loopback
 */
export const launchChromium = async (proxy?: string): Promise<Browser> => {
  if (!existsSync(EXECUTABLE)) {
    throw new Error(
      `No browser at ${EXECUTABLE}. Install Chromium (apt-get install -y chromium) or name one in CHROMIUM.`,
    );
  }
  return chromium.launch({
    executablePath: EXECUTABLE,
    // By default Chromium bypasses a proxy for loopback addresses; playwright disables this.
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
