/**
 * GraphiQL of the program without settings, for both kinds of project: on a phone, with an invalid token, with long
 * names.
 */
import { join } from 'node:path';
import { execPath } from 'node:process';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphiqlConfig } from '../src/vertical/graphiql-config.ts';
import { VERTICAL_NAMES } from '../src/vertical/vertical.ts';
import { type GraphiqlBrowser, launchGraphiql } from './graphiql-page.ts';
import { startProgram } from './package/program.ts';
import { freePort } from './port.ts';

const root = join(import.meta.dirname, '..');
const phone = { width: 390, height: 844 };
/** Timeout for a page on a busy machine, longer than the default second of `poll`. */
const SLOWLY = { timeout: 10_000 };
const laptop = { width: 1280, height: 800 };

const boxOf = async (part: Locator) => {
  const box = await part.boundingBox();
  if (!box) throw new Error('It is not on the page.');
  return { left: box.x, right: box.x + box.width, top: box.y, bottom: box.y + box.height, width: box.width };
};

/** Horizontal overflow of an element, in pixels. */
const overflowOf = ({ scrollWidth, clientWidth }: { scrollWidth: number; clientWidth: number }) =>
  scrollWidth - clientWidth;

describe.each(VERTICAL_NAMES)('GraphiQL of %s', (vertical) => {
  let address = '';
  let browser: GraphiqlBrowser;
  let stop: () => void;
  beforeAll(async () => {
    const [port, sandbox] = [await freePort(), await freePort()];
    const env = { PORT: `${port}`, SANDBOX_PORT: `${sandbox}`, STYTCH_VERTICAL: vertical };
    const program = startProgram(/Authorization: Bearer/, [execPath, 'src/process/main.js'], { cwd: root, env });
    stop = program.stop;
    await program.ready;
    address = `http://localhost:${port}/graphql`;
    browser = await launchGraphiql(address);
  });
  afterAll(async () => {
    await browser?.close();
    stop();
  });

  const open = async (viewport: typeof phone) => {
    const graphiql = await browser.open(viewport);
    const { page } = graphiql;
    const docs = page.locator('.graphiql-sidebar button').first();
    return {
      ...graphiql,
      panel: page.locator('.graphiql-plugin'),
      openDocs: async () => {
        await docs.click();
        await page.getByRole('link', { name: 'Query', exact: true }).first().waitFor();
      },
      closeDocs: () => docs.click(),
    };
  };

  it('gives each part the width of a phone', { timeout: 60_000 }, async () => {
    const { closeDocs, openDocs, page, panel, problems, run } = await open(phone);
    const editor = page.locator('.graphiql-query-editor');
    const response = page.locator('.graphiql-response');
    await run();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phone.width);
    const [upper, lower] = [await boxOf(editor), await boxOf(response)];
    for (const { left, right, width } of [upper, lower]) {
      expect(width).toBeGreaterThan(330);
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(phone.width);
    }
    expect(lower.top).toBeGreaterThan(upper.bottom);
    expect(lower.bottom).toBeLessThanOrEqual(phone.height);
    for (const button of await page.locator('header button, header select, .graphiql-sidebar button').all()) {
      const { left, right } = await boxOf(button);
      expect([left >= 0, right <= phone.width]).toEqual([true, true]);
    }

    await openDocs();
    expect((await boxOf(panel)).width).toBe(phone.width);
    expect(await editor.isVisible()).toBe(false);
    await closeDocs();
    expect((await boxOf(editor)).width).toBe(upper.width);
    expect(problems).toEqual([]);
  });

  it.each([phone, laptop])('always shows the active tab at $width px', { timeout: 60_000 }, async (viewport) => {
    const { page, reload, tabTitles } = await open(viewport);
    const isShown = async () => {
      const [strip, tab] = [page.locator('.graphiql-tabs'), page.locator('.graphiql-tab-active')];
      const [{ left, right }, active] = [await boxOf(strip), await boxOf(tab)];
      return active.left >= left - 1 && active.right <= right + 1;
    };
    const add = page.getByLabel('New tab');
    const before = (await tabTitles()).length;
    // A consumer project starts with few tabs.
    for (let tabs = before; tabs < before + 7; tabs += 1) await add.click();
    await expect.poll(isShown, SLOWLY).toBe(true);
    await page.waitForTimeout(700);
    await reload();
    await expect.poll(isShown, SLOWLY).toBe(true);
    await page.setViewportSize({ ...viewport, width: viewport.width - 60 });
    await expect.poll(isShown, SLOWLY).toBe(true);
  });

  it.each([phone, laptop])('breaks long names in the docs at $width px', { timeout: 60_000 }, async (viewport) => {
    const { openDocs, page, panel } = await open(viewport);
    await openDocs();
    expect(await panel.evaluate(overflowOf)).toBe(0);
    const names = await page.locator('.graphiql-plugin a.graphiql-doc-explorer-type-name').allInnerTexts();
    const longest = names.reduce((a, b) => (b.length > a.length ? b : a));
    await page.getByRole('link', { name: longest, exact: true }).first().click();
    const title = page.locator('.graphiql-doc-explorer-title', { hasText: longest });
    await title.waitFor();
    expect(await panel.evaluate(overflowOf)).toBe(0);
    expect(await title.evaluate(overflowOf)).toBe(0);
  });

  it('keeps the schema where a token is bad, and says why', { timeout: 60_000 }, async () => {
    const { actAs, openDocs, page, panel, useToken } = await open(laptop);
    await openDocs();
    const reason = page.locator('header .refusal');
    await actAs('custom');
    expect(await reason.isVisible()).toBe(false);
    await useToken('not-a-token');
    await reason.waitFor();
    const answer = await page.evaluate(
      `fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer not-a-token' },
        body: JSON.stringify({ query: '{ __typename }' }),
      }).then((response) => response.json())`,
    );
    const { message } = (answer as { errors: [{ message: string }] }).errors[0];
    expect(await reason.innerText()).toContain(message);
    expect(await panel.innerText()).toContain('All Schema Types');
    await actAs('visitor');
    await reason.waitFor({ state: 'detached' });
    expect(await panel.innerText()).toContain('All Schema Types');
  });

  it('says whom a tab is sent as before it runs', { timeout: 60_000 }, async () => {
    const { actAs, openTab, page, run } = await open(phone);
    const told = page.locator('header output');
    const { credentials, tabs } = (await (await fetch(`${address}/graphiql/config.json`)).json()) as GraphiqlConfig;
    expect(new Set(tabs.map(({ credential }) => credential)).size).toBeGreaterThan(1);
    for (const { operationName, credential } of tabs) {
      await openTab(operationName);
      const label = credentials.find(({ name }) => name === credential)?.label ?? 'Visitor (no token)';
      await expect.poll(() => told.innerText(), { ...SLOWLY, message: operationName }).toBe(`This tab: ${label}`);
      const sent = page.waitForRequest((request) => request.method() === 'POST');
      await run();
      const { authorization = '' } = (await sent).headers();
      // Session tokens are new with each configuration; the prefix of the label says who the caller is.
      expect(authorization === '', operationName).toBe(label.startsWith('Visitor'));
      expect(authorization.includes('sgk_'), operationName).toBe(label.startsWith('Server'));
    }
    await actAs('visitor');
    await expect.poll(() => told.innerText(), SLOWLY).toBe('');

    await page.locator('[data-name="headers"]').click();
    await page.locator('.graphiql-editor-tool .graphiql-editor:not(.hidden)').click();
    await page.keyboard.insertText('{ "Authorization": "Bearer sgk_sandbox_admin" }');
    await expect.poll(() => told.innerText(), SLOWLY).toBe('This tab: its own Authorization header');
  });
});
