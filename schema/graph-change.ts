/** Changes of a graph that clients notice, and what tells them: the changesets, which a release puts into `CHANGELOG.md`. */
import { ChangeType, CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';
import { parse } from 'yaml';

export interface GraphChange {
  /** What changed, as GraphQL Inspector writes it: `Member.name`, `Query.member.by`. */
  path: string;
  message: string;
}

/**
 * The changes between two printed graphs that break a document, or code that handles every member of a union. An enum may grow:
 * clients have a branch for `UNKNOWN`.
 */
export async function breakingChanges(before: string, after: string): Promise<GraphChange[]> {
  const changes = await diff(buildSchema(before), buildSchema(after));
  return changes
    .filter(
      ({ type, criticality: { level } }) =>
        level === CriticalityLevel.Breaking ||
        (type === ChangeType.UnionMemberAdded && level === CriticalityLevel.Dangerous),
    )
    .map(({ path = 'schema', message }) => ({ path, message }));
}

/** How much of the version a changeset raises. */
export type Bump = 'none' | 'patch' | 'minor' | 'major';

export interface Changeset {
  bump: Bump;
  text: string;
}

/** Reads a file of `.changeset/`: front matter that names the package, then the text for the changelog. */
export function readChangeset(file: string, packageName: string): Changeset {
  const [, frontMatter = '', text = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(file) ?? [];
  const bumps: Record<string, Bump> = parse(frontMatter) ?? {};
  return { bump: bumps[packageName] ?? 'none', text };
}

/** What a breaking change raises: until 1.0.0 the second number. */
export const breakingBump = (version: string): Bump => (version.startsWith('0.') ? 'minor' : 'major');

const BUMPS: readonly Bump[] = ['none', 'patch', 'minor', 'major'];

/** The changes that no changeset of enough weight names by their path in backticks. */
export function untold(changes: GraphChange[], changesets: Changeset[], least: Bump): GraphChange[] {
  const texts = changesets.filter(({ bump }) => BUMPS.indexOf(bump) >= BUMPS.indexOf(least)).map(({ text }) => text);
  return changes.filter(({ path }) => !texts.some((text) => text.includes(`\`${path}\``)));
}
