/** The console of a browser, with an authenticator in each tab. */
import type { Page } from 'playwright-core';
import { launchChromium } from '../chromium.ts';
import { addAuthenticator } from '../virtual-authenticator.ts';

export const openConsole = async () => {
  const browser = await launchChromium();
  const tabs = new Map<string, Page>();

  /** The tab at an address; it stays open. */
  const tabAt = async (address: string): Promise<Page> => {
    const open = tabs.get(address);
    if (open) return open;
    const page = await browser.newPage();
    await page.goto(address);
    await addAuthenticator(page);
    tabs.set(address, page);
    return page;
  };

  return {
    /** The value of the last expression of a script. Top-level `await` works, as in the console. */
    async evaluate(address: string, script: string): Promise<unknown> {
      const statements = script.trim().split(/\n(?=\S)/);
      const last = statements.pop() ?? '';
      const page = await tabAt(address);
      return page.evaluate(`(async () => { ${statements.join('\n')}\nreturn (${last.replace(/;$/, '')}); })()`);
    },
    close: () => browser.close(),
  };
};
