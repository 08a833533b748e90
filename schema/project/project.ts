import { m2mClientCount, project, projectMetrics } from '../../resolvers/project/project.ts';
import { builder, cacheId, contractObject } from '../builder.ts';

const Project = contractObject('Project', 'api_debug_v1_WhoamiResponse').implement({
  description: 'A Stytch project. All objects of this graph belong to it.',
  fields: (t) => ({
    id: cacheId(t, 'Project', ({ project_id }) => [project_id]),
    projectId: t.exposeString('project_id', {
      description: 'Stytch id of the project. It shows whether the project is for tests.',
    }),
    name: t.exposeString('name', { description: 'Name of the project in the Stytch dashboard.' }),
  }),
});

builder.queryField('project', (t) =>
  t.field({
    type: Project,
    nullable: true,
    access: { resource: 'stytch.project', action: 'get', signedIn: 'none' },
    operations: ['get /v1/debug/whoami'],
    description:
      'The project whose credentials this gateway has. A result proves that Stytch accepts them. For the caller see `viewer`.',
    resolve: project,
  }),
);

/** Metrics that all projects have. Each vertical adds its own. */
export const ProjectMetrics = contractObject('ProjectMetrics', 'api_project_v1_MetricsResponse').implement({
  description: 'Metrics of a project, counted by Stytch.',
  fields: (t) => ({
    projectId: t.exposeString('project_id', { description: 'Stytch id of the project.' }),
    m2mClientCount: t.int({
      nullable: true,
      extensions: { exposed: 'metrics', derived: true },
      description: 'Number of M2M clients in the project. Null if Stytch does not count them.',
      resolve: m2mClientCount,
    }),
  }),
});

builder.queryField('projectMetrics', (t) =>
  t.field({
    type: ProjectMetrics,
    nullable: true,
    access: { resource: 'stytch.project', action: 'get', signedIn: 'none' },
    operations: ['get /v1/projects/metrics'],
    description: 'Metrics of the project that this gateway serves.',
    resolve: projectMetrics,
  }),
);
