/** `examples/react` in Chromium, over the sandbox and the packed package. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../package/program.ts';
import { codeOf, type Roster, startRoster, type Visitor } from './roster.ts';

const root = join(import.meta.dirname, '../..');
const PAGES = ['/', '/colleagues', '/account', '/security', '/apps', '/directory'];
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

let roster: Roster;
beforeAll(async () => {
  roster = await startRoster();
}, 180_000);
afterAll(() => roster?.close(), 60_000);

/** A separate browser, which the test closes and whose console must stay empty. */
async function visit(...given: Parameters<Roster['visit']>): Promise<Visitor> {
  const visitor = await roster.visit(...given);
  onTestFinished(async () => {
    await visitor.page.context().close();
    expect(visitor.problems).toEqual([]);
  });
  return visitor;
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true, level: 1 });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const list = (page: Page, name: string) => page.getByRole('list', { name }).getByRole('listitem');
const isShown = (page: Page, text: string) => page.getByText(text).first().waitFor();
const openPage = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('link', { name, exact: true }).click();

/** Signs in up to the passcode in the mail. */
async function enterMailedCode(page: Page, address: string): Promise<void> {
  await page.getByLabel('Email address').fill(address);
  await button(page, 'Email me a code').click();
  await heading(page, 'Enter your code').waitFor();
  await page.getByLabel('Code', { exact: true }).fill((await roster.newest(address)).secret);
  await button(page, 'Continue').click();
}

/** Signs in a person who needs no second factor. */
async function signedIn(address: string, ...given: Parameters<Roster['visit']>): Promise<Page> {
  const { page } = await visit(...given);
  await enterMailedCode(page, address);
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
  await button(page, 'Sign out').waitFor({ state: 'attached' });
  return page;
}

/** Stored state of the admin's browser: a TOTP passcode is valid once, so she signs in once. */
let adminsBrowser: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>> | undefined;

/** The admin's browser. She belongs to two organizations and has an authenticator app. */
async function admin(path = '/', options: Parameters<Roster['visit']>[1] = {}): Promise<Page> {
  if (adminsBrowser) return (await visit(path, { storageState: adminsBrowser, ...options })).page;
  const { page } = await visit();
  await enterMailedCode(page, 'ada@fernhill.example');
  await heading(page, 'Choose an organization').waitFor();
  await page.getByRole('button', { name: /Fernhill Bakery/ }).click();
  await heading(page, 'One more step').waitFor();
  await page.getByLabel('Code of the app').fill('000000');
  await button(page, 'Sign in').click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Code of the app').fill(await roster.adminsCode());
  await button(page, 'Sign in').click();
  await heading(page, 'Fernhill Bakery').waitFor();
  adminsBrowser = await page.context().storageState();
  await page.goto(path);
  return page;
}

describe('a sign-in', () => {
  it('by a link returns to the app, once', async () => {
    const address = 'esperanza@fernhill.example';
    const { page } = await visit();
    await page.getByLabel('Email address').fill(address);
    await page.keyboard.press('Enter');
    await heading(page, 'Check your mail').waitFor();
    expect(await page.getByRole('link', { name: 'Open the sandbox’s outbox' }).getAttribute('href')).toContain(
      '/sandbox/outbox',
    );
    const { link } = await roster.newest(address);
    await page.goto(link);
    await heading(page, 'Fernhill Bakery').waitFor();
    expect(page.url()).toBe(`${roster.origin}/`);
    expect(await page.title()).toBe('Fernhill Bakery · Roster');
    await isShown(page, 'Every way');

    const { page: another } = await visit();
    await another.goto(link);
    await heading(another, 'This link does not work').waitFor();
    await button(another, 'Sign in again').click();
    await heading(another, 'Sign in').waitFor();
  });

  it('by a code shows an error next to its field', async () => {
    const address = 'hiro@fernhill.example';
    const { page } = await visit();
    await page.getByLabel('Email address').fill('hiro');
    await button(page, 'Email me a code').click();
    await expect.poll(() => page.getByLabel('Email address').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Email address').fill(address);
    await button(page, 'Email me a code').click();
    await page.getByLabel('Code', { exact: true }).fill('000000');
    await button(page, 'Continue').click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Code', { exact: true }).fill((await roster.newest(address)).secret);
    await button(page, 'Continue').click();
    await heading(page, 'Fernhill Bakery').waitFor();
    await page.reload();
    await heading(page, 'Fernhill Bakery').waitFor();
    await button(page, 'Sign out').click();
    await heading(page, 'Sign in').waitFor();
    expect(await page.evaluate('localStorage.length')).toBe(0);
  });

  it('asks for the code of an authenticator app', async () => {
    const page = await admin();
    await heading(page, 'Fernhill Bakery').waitFor();
  });

  it('asks for a code sent by SMS', async () => {
    const { page } = await visit();
    await enterMailedCode(page, 'dmitri@fernhill.example');
    await heading(page, 'One more step').waitFor();
    const ask = button(page, 'Text me a code');
    await ask.or(page.getByLabel('Code of the text message')).waitFor();
    if (await ask.isVisible()) await ask.click();
    await page.getByLabel('Code of the text message').waitFor();
    await page.getByLabel('Code of the text message').fill((await roster.newest('+14155550104')).secret);
    await button(page, 'Sign in').click();
    await heading(page, 'Fernhill Bakery').waitFor();
  });

  it('names a factor that the organization requires and the app does not support', async () => {
    const { page } = await visit();
    await enterMailedCode(page, 'ursula.hartmann@northgate.example');
    await heading(page, 'Northgate Bank asks for another way').waitFor();
    await isShown(page, 'single sign-on');
  });

  it('sets up a second factor if the organization requires one', async () => {
    const { page } = await visit();
    await enterMailedCode(page, 'ada@fernhill.example');
    await page.getByRole('button', { name: /Northgate Bank/ }).click();
    await heading(page, 'Set up your app').waitFor();
    await button(page, 'Show the QR code').click();
    await page.getByLabel('Code of the app').fill(codeOf(await page.getByLabel('Or type this key').inputValue()));
    await button(page, 'Turn on').click();
    await heading(page, 'Northgate Bank').waitFor();
    await isShown(page, 'Required of everybody, by authenticator app');
  });

  it('says that a person has no organization', async () => {
    const { page } = await visit();
    await enterMailedCode(page, 'stranger@nowhere.example');
    await heading(page, 'No organization yet').waitFor();
  });

  it('works by keyboard only', async () => {
    const address = 'khadija@fernhill.example';
    const { page } = await visit();
    await heading(page, 'Sign in').waitFor();
    await page.keyboard.type(address);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await heading(page, 'Enter your code').waitFor();
    await page.keyboard.type((await roster.newest(address)).secret);
    await page.keyboard.press('Enter');
    await heading(page, 'Fernhill Bakery').waitFor();

    // The heading of the page has the focus; the navigation is before it.
    const focused = () => page.evaluate('document.activeElement.textContent');
    await expect.poll(focused).toBe('Fernhill Bakery');
    await page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe('Sign out');
    for (let times = 0; times < 2; times += 1) await page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe('Security');
    await page.keyboard.press('Enter');
    await heading(page, 'Security').waitFor();
    await expect.poll(focused).toBe('Security');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Set up an authenticator app' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(await focused()).toBe('Set up');
  });
});

describe('a member', () => {
  it('pages through colleagues, and searches', async () => {
    const page = await signedIn('chiara@fernhill.example');
    await openPage(page, 'Colleagues');
    for (const shown of ['8 of 19', '16 of 19', '19 of 19']) {
      await isShown(page, shown);
      expect(await list(page, 'Colleagues').count()).toBe(Number.parseInt(shown, 10));
      if (shown !== '19 of 19') await button(page, 'Show more').click();
    }
    expect(await button(page, 'Show more').count()).toBe(0);
    // A people manager can invite members, but not set roles.
    expect(await button(page, 'Invite').count()).toBe(1);
    expect(await page.getByRole('button', { name: /^Roles of/ }).count()).toBe(0);
    await page.getByLabel('Search by email address').fill('greta');
    await isShown(page, '1 of 1');
    await page.getByLabel('Search by email address').fill('nobody');
    await isShown(page, 'Nobody found');
  });

  it('changes their name', async () => {
    const page = await signedIn('femi@fernhill.example', '/account');
    await page.getByLabel('Full name').fill('Femi Adeyemi-Lund');
    await button(page, 'Save').click();
    await isShown(page, 'Your name is saved.');
    // The same member in another part of the page.
    await page.getByRole('banner').getByText('Femi Adeyemi-Lund').waitFor();
    await page.reload();
    expect(await page.getByLabel('Full name').inputValue()).toBe('Femi Adeyemi-Lund');
  });

  it('sets up an authenticator app, and signs in by a recovery code after losing it', async () => {
    const address = 'jonas@fernhill.example';
    const page = await signedIn(address, '/security');
    await button(page, 'Set up').click();
    await button(page, 'Show the QR code').click();
    const secret = await page.getByLabel('Or type this key').inputValue();
    await expect.poll(() => page.evaluate('document.querySelector(".scan img").naturalWidth')).toBeGreaterThan(0);
    await page.getByLabel('Code of the app').fill(codeOf(secret));
    await button(page, 'Turn on').click();
    await isShown(page, 'Your authenticator app is on.');
    await isShown(page, 'Email code and authenticator app');

    await button(page, 'Show').click();
    const codes = page.locator('.codes code');
    await codes.first().waitFor();
    const before = await codes.allInnerTexts();
    await button(page, 'Replace all codes').click();
    await isShown(page, 'Your old recovery codes have stopped working.');
    const [recoveryCode = ''] = await codes.allInnerTexts();
    expect(before).not.toContain(recoveryCode);

    await button(page, 'Sign out').click();
    await heading(page, 'Sign in').waitFor();
    await enterMailedCode(page, address);
    await heading(page, 'One more step').waitFor();
    await button(page, 'Use a recovery code').click();
    await page.getByLabel('Recovery code').fill(recoveryCode);
    await button(page, 'Sign in').click();
    await heading(page, 'Security').waitFor();
    await button(page, 'Remove').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await isShown(page, 'Your authenticator app is removed.');
    await button(page, 'Set up').waitFor();
  });

  it('revokes a session', async () => {
    const page = await signedIn('liam@fernhill.example', '/security');
    const sessions = list(page, 'Sessions');
    await sessions.first().waitFor();
    const before = await sessions.count();
    expect(before).toBeGreaterThan(1);
    await page
      .getByRole('button', { name: /^End the session/ })
      .first()
      .click();
    await isShown(page, 'The session has ended.');
    await expect.poll(() => sessions.count()).toBe(before - 1);
  });

  it('disconnects each app', async () => {
    const page = await signedIn('nia@fernhill.example', '/apps');
    await page.getByRole('button', { name: 'Disconnect Crumb command line' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
    await isShown(page, 'Crumb command line is disconnected.');
    await isShown(page, 'No app is connected');
  });

  it('signs out everywhere', async () => {
    const address = 'greta@fernhill.example';
    const there = await signedIn(address, '/account');

    const here = await signedIn(address, '/security');
    await button(here, 'Sign out everywhere').click();
    await heading(here, 'Sign in').waitFor();

    // The other browser finds out with its next request.
    await there.getByLabel('Full name').fill('Somebody else');
    await button(there, 'Save').click();
    await isShown(there, 'Your session has ended.');
    await heading(there, 'Sign in').waitFor();
  });

  it('is told what their role does not permit', async () => {
    const page = await signedIn('oskar@fernhill.example', '/colleagues');
    await isShown(page, 'Your role does not show colleagues');
    expect(await page.getByRole('link', { name: 'Directory sync' }).count()).toBe(0);
    await page.goto('/directory');
    await heading(page, 'Nothing is here').waitFor();
  });
});

describe('an admin', () => {
  it('invites members, who sign in by the invitation email', async () => {
    const page = await admin('/colleagues');
    await button(page, 'Invite').click();
    const dialog = page.getByRole('dialog', { name: 'Invite a colleague' });
    await dialog.getByLabel('Email address').fill('vera');
    await dialog.getByRole('button', { name: 'Send invitation' }).click();
    await dialog.getByRole('alert').waitFor();
    const address = 'vera@fernhill.example';
    await dialog.getByLabel('Email address').fill(address);
    await dialog.getByLabel('Name', { exact: true }).fill('Vera Holm');
    await dialog.getByLabel(/^Editor/).check();
    await dialog.getByRole('button', { name: 'Send invitation' }).click();
    await isShown(page, `An invitation is on its way to ${address}.`);
    await isShown(page, '8 of 20');
    await page.getByLabel('Search by email address').fill('vera');
    await isShown(page, '1 of 1');
    expect(await list(page, 'Colleagues').innerText()).toMatch(/Vera Holm[\s\S]*Editor[\s\S]*Invited/);

    const { page: veras } = await visit((await roster.newest(address)).link);
    await heading(veras, 'Fernhill Bakery').waitFor();
    await isShown(veras, 'Writes documents.');
  });

  it('changes roles', async () => {
    const page = await admin('/colleagues');
    const row = list(page, 'Colleagues').filter({ hasText: 'Benedikt Lund' });
    expect(await row.innerText()).toContain('Editor');
    await row.getByRole('button').click();
    const dialog = page.getByRole('dialog', { name: 'Roles of Benedikt Lund' });
    expect(await dialog.getByLabel(/^Editor/).isChecked()).toBe(true);
    await dialog.getByLabel(/^Editor/).uncheck();
    await dialog.getByLabel(/^Bookkeeper/).check();
    await dialog.getByRole('button', { name: 'Save roles' }).click();
    await isShown(page, 'The roles of Benedikt Lund are saved.');
    await expect.poll(() => row.innerText()).toContain('Bookkeeper');
    expect(await row.innerText()).not.toContain('Editor');
  });

  it('connects a directory, rotates its token and disconnects it', async () => {
    const page = await admin('/directory');
    await isShown(page, 'No directory is connected');
    await page.getByLabel('Directory', { exact: true }).selectOption({ label: 'Microsoft Entra' });
    await page.getByLabel('Name', { exact: true }).fill('Fernhill Entra');
    await button(page, 'Connect').click();
    await isShown(page, 'Copy the token now');
    const first = await page.getByLabel('Token', { exact: true }).inputValue();
    await isShown(page, `ends in ${first.slice(-4)}`);
    await button(page, 'I have copied it').click();

    await button(page, 'Rotate the token').click();
    await isShown(page, 'Copy the token now');
    const second = await page.getByLabel('Token', { exact: true }).inputValue();
    expect(second).not.toBe(first);
    await button(page, 'Finish rotation').click();
    await isShown(page, 'The new token has taken over.');
    await isShown(page, `ends in ${second.slice(-4)}`);

    await button(page, 'Disconnect').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
    await isShown(page, 'No directory is connected');
  });
});

describe('each page', () => {
  it('fits a width of 390 pixels, menu and dialogs included', async () => {
    const page = await admin('/', PHONE);
    const overhang = () => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    for (const path of PAGES) {
      await page.goto(path);
      await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => page.locator('.waiting').count()).toBe(0);
      expect(await overhang(), path).toBeLessThanOrEqual(0);
    }
    await button(page, 'Menu').click();
    await openPage(page, 'Colleagues');
    await heading(page, 'Colleagues').waitFor();
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    await button(page, 'Invite').click();
    await page
      .getByRole('dialog')
      .getByLabel(/^Editor/)
      .waitFor();
    expect(await overhang()).toBeLessThanOrEqual(0);

    const { page: entrance } = await visit('/', PHONE);
    await heading(entrance, 'Sign in').waitFor();
    expect(await entrance.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });

  it('shows that it is loading', async () => {
    const page = await signedIn('khadija@fernhill.example');
    const { promise, resolve } = Promise.withResolvers<void>();
    await page.route('**/graphql', async (route) => {
      await promise;
      await route.continue();
    });
    await openPage(page, 'Connected apps');
    await page.getByRole('status').getByText('Loading').waitFor();
    resolve();
    await isShown(page, 'No app is connected');
    expect(await page.getByText('Loading').count()).toBe(0);
  });

  it('shows a failure to load, and loads on retry', async () => {
    const page = await signedIn('meiling@fernhill.example');
    await roster.fail('api_organization_v1_organizations_members_GetConnectedApps');
    await openPage(page, 'Connected apps');
    await isShown(page, 'This could not be loaded');
    await roster.fail();
    await button(page, 'Try again').click();
    await isShown(page, 'No app is connected');
  });

  it('shows an error if the gateway is unreachable', async () => {
    const { page, problems } = await roster.visit('/');
    onTestFinished(() => page.context().close());
    await heading(page, 'Sign in').waitFor();
    await page.route('**/graphql', (route) => route.abort());
    await page.getByLabel('Email address').fill('mei@fernhill.example');
    await page.keyboard.press('Enter');
    await isShown(page, 'The server cannot be reached.');
    await page.reload();
    await isShown(page, 'This could not be loaded');
    await page.unroute('**/graphql');
    await button(page, 'Try again').click();
    await heading(page, 'Sign in').waitFor();
    expect(problems.filter((problem) => !problem.includes('ERR_FAILED'))).toEqual([]);
  });
});

describe('the code', () => {
  it('type-checks, with generated types of its documents', { timeout: 300_000 }, async () => {
    const written = (folder: string) =>
      ['gql.ts', 'graphql.ts', 'index.ts'].map((file) => readFileSync(join(folder, 'src/gql', file), 'utf8'));
    const options = { cwd: roster.folder };
    const generated = await run(['graphql-codegen', '--config', 'codegen.ts'], options);
    expect(generated.code, generated.printed()).toBe(0);
    expect(written(roster.folder)).toEqual(written(join(root, 'examples/react')));
    const checked = await run(['tsc'], options);
    expect(checked.code, checked.printed()).toBe(0);
  });

  it('loads in 160 kB, without development code', { timeout: 120_000 }, async () => {
    const built = await run(['vite', 'build', '--outDir', 'built'], { cwd: roster.folder });
    expect(built.code, built.printed()).toBe(0);
    const folder = join(roster.folder, 'built');
    const page = readFileSync(join(folder, 'index.html'), 'utf8');
    const files = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, file = '']) => join(folder, file));
    const bytes = [join(folder, 'index.html'), ...files].reduce(
      (sum, file) => sum + gzipSync(readFileSync(file)).length,
      0,
    );
    expect(bytes).toBeLessThanOrEqual(160_000);
    const scripts = readdirSync(join(folder, 'assets')).map((file) =>
      readFileSync(join(folder, 'assets', file), 'utf8'),
    );
    expect(scripts.join('')).not.toContain('/sandbox/');
    console.info(`The React example: started in ${Math.round(roster.startedIn)} ms, ${bytes} bytes on the first load`);
  });
});
