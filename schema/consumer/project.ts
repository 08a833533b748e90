import { userCount } from '../../resolvers/consumer/project.ts';
import { builder } from '../builder.ts';
import { ProjectMetrics } from '../project/project.ts';

builder.objectField(ProjectMetrics, 'userCount', (t) =>
  t.int({
    nullable: true,
    extensions: { exposed: 'metrics', derived: true },
    description: 'Number of users in the project. Null if Stytch does not count them.',
    resolve: userCount,
  }),
);
