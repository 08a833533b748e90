import { memberCount, organizationCount } from '../../resolvers/b2b/project.ts';
import { builder } from '../builder.ts';
import { ProjectMetrics } from '../project/project.ts';

builder.objectFields(ProjectMetrics, (t) => ({
  organizationCount: t.int({
    nullable: true,
    extensions: { exposed: 'metrics', derived: true },
    description: 'Number of organizations in the project. Null if Stytch does not count them.',
    resolve: organizationCount,
  }),
  memberCount: t.int({
    nullable: true,
    extensions: { exposed: 'metrics', derived: true },
    description: 'Number of members in all organizations. Null if Stytch does not count them.',
    resolve: memberCount,
  }),
}));
