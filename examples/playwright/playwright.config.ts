import { defineConfig } from '@playwright/test';

const { CHROMIUM } = process.env;

export default defineConfig({
  // Tests share nothing, so they may run beside one another.
  fullyParallel: true,
  expect: { timeout: 10_000 },
  use: { launchOptions: CHROMIUM ? { executablePath: CHROMIUM } : {} },
});
