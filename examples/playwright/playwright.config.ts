import { defineConfig } from '@playwright/test';

const { CHROMIUM } = process.env;

export default defineConfig({
  // Tests share nothing, so they may run beside one another.
  fullyParallel: true,
  use: { launchOptions: CHROMIUM ? { executablePath: CHROMIUM } : {} },
});
