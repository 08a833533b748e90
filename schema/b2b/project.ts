import { memberCount, organizationCount } from '../../resolvers/b2b/project.ts';
import { builder } from '../builder.ts';
import { ProjectMetrics } from '../project/project.ts';

builder.objectFields(ProjectMetrics, (t) => ({
  organizationCount: t.int({
    nullable: true,
    extensions: { exposed: 'metrics', derived: true },
    description: 'How many organizations there are. Null when Stytch does not count them.',
    resolve: organizationCount,
  }),
  memberCount: t.int({
    nullable: true,
    extensions: { exposed: 'metrics', derived: true },
    description: 'How many members all organizations have together. Null when Stytch does not count them.',
    resolve: memberCount,
  }),
}));
