/**
 * Graph changes that affect clients, and the changesets that announce them. A release copies changesets to
 * `CHANGELOG.md`.
 */
import { ChangeType, CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';
import { parse } from 'yaml';

export interface GraphChange {
  /** What changed, in the notation of GraphQL Inspector: `Member.name`, `Query.member.by`. */
  path: string;
  message: string;
}

/**
 * Changes between two printed graphs that break a document, or code that handles all members of a union. New enum
 * values are allowed: clients must handle `UNKNOWN`.
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

/** Part of the version that a changeset increments. */
export type Bump = 'none' | 'patch' | 'minor' | 'major';

export interface Changeset {
  bump: Bump;
  text: string;
}

/** Parses a file of `.changeset/`: front matter with the package name, then the text for the changelog. */
export function readChangeset(file: string, packageName: string): Changeset {
  const [, frontMatter = '', text = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(file) ?? [];
  const bumps: Record<string, Bump> = parse(frontMatter) ?? {};
  return { bump: bumps[packageName] ?? 'none', text };
}

/** Bump of a breaking change: `minor` before 1.0.0, then `major`. */
export const breakingBump = (version: string): Bump => (version.startsWith('0.') ? 'minor' : 'major');

const BUMPS: readonly Bump[] = ['none', 'patch', 'minor', 'major'];

/** Changes without a changeset that names their path in backticks and has at least the given bump. */
export function untold(changes: GraphChange[], changesets: Changeset[], least: Bump): GraphChange[] {
  const texts = changesets.filter(({ bump }) => BUMPS.indexOf(bump) >= BUMPS.indexOf(least)).map(({ text }) => text);
  return changes.filter(({ path }) => !texts.some((text) => text.includes(`\`${path}\``)));
}
