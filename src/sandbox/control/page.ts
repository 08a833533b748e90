/**
 * `GET /sandbox` in a browser: a world with its outbox, clock, failures and calls. Without scripts; a reload updates
 * it.
 */

import { PAGE_STYLE } from '../http.ts';
import type { Shown } from '../kind.ts';
import type { ProjectStore } from '../store.ts';
import { escaped } from './escaped.ts';
import type { World } from './worlds.ts';

/** Max messages and calls on the page. */
const SHOWN = 50;

/** A value as HTML: a link for an http or https URL, else text. */
function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return escaped(value.join(', '));
  if (typeof value === 'object') return list(value);
  const text = String(value);
  // No other scheme: URLs come from the application, and a browser would run a `javascript:` one.
  const isLink = /^https?:\/\//.test(text) && URL.canParse(text);
  return isLink ? `<a href="${escaped(text)}" rel="noreferrer">${escaped(text)}</a>` : escaped(text);
}

const list = (value: object): string =>
  `<dl>${Object.entries(value)
    .map(([name, one]) => `<dt>${escaped(name)}<dd>${cell(one)}`)
    .join('')}</dl>`;

/** Objects as a table with a column for every property of any of them. */
function table(rows: readonly object[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => {
    const values = new Map<string, unknown>(Object.entries(row));
    return `<tr>${names.map((name) => `<td>${cell(values.get(name))}`).join('')}`;
  });
  return rows.length === 0
    ? '<p>None.</p>'
    : `<table><thead><tr>${names.map((name) => `<th scope="col">${escaped(name)}`).join('')}<tbody>${lines.join('\n')}</table>`;
}

const section = (title: string, body: string): string => `<section><h2>${escaped(title)}</h2>${body}</section>`;

const isRows = (value: unknown): value is object[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null);

/** Page of a world, with links to the others. */
export async function pageOf<S extends ProjectStore, Look extends Shown>(
  world: World<S, Look>,
  others: readonly World<S, Look>[],
): Promise<string> {
  const { credentials, ...overview } = await world.overview();
  const parts = Object.entries(overview);
  const facts = Object.fromEntries(parts.filter(([, value]) => !isRows(value)));
  const { store, clock, failures, calls } = world;
  const links = others.map(
    ({ store: { projectId, projectName } }) =>
      `<li><a href="/sandbox?project_id=${encodeURIComponent(projectId)}">${escaped(projectName)}</a> ${escaped(projectId)}`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<style>${PAGE_STYLE}</style>
<title>${escaped(store.projectName)}</title>
<h1>${escaped(store.projectName)}</h1>
${list({ ...facts, time: clock.now().toISOString() })}
${section('Outbox', table(store.outbox.slice(0, SHOWN)))}
${section('Failures to come', table(failures.list()))}
${section('Calls, newest first', table(calls.list().slice(-SHOWN).toReversed()))}
${section('Credentials', list(credentials))}
${parts.map(([name, value]) => (isRows(value) ? section(name.replaceAll('_', ' '), table(value)) : '')).join('\n')}
${section('Other worlds', links.length === 0 ? '<p>None.</p>' : `<ul>${links.slice(0, SHOWN).join('')}</ul>`)}
</html>
`;
}
