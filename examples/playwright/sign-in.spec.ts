import { expect, test } from './world.ts';

const PERSON = 'esperanza@fernhill.example';

test.beforeEach(async ({ page }) => {
  await page.goto('/');
  await page.getByLabel('Email address').fill(PERSON);
  await page.getByRole('button', { name: 'Email me a code' }).click();
  await expect(page.getByRole('status')).toHaveText('A code is on its way.');
});

test('a code signs in', async ({ page, sandbox }) => {
  await page.getByLabel('Code').fill(sandbox.outbox.latest(PERSON).secret ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('status')).toHaveText('Hello, Esperanza Vidal');
});

test('a code ends after an hour', async ({ page, sandbox }) => {
  // A world of its own: the code of the other test is not in its outbox.
  expect(sandbox.outbox.messages(PERSON)).toHaveLength(1);
  await page.getByLabel('Code').fill(sandbox.outbox.latest(PERSON).secret ?? '');
  sandbox.clock.advance({ hours: 1 });
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('status')).toHaveText('INVALID_CREDENTIALS');
});
