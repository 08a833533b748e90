import { m2mClientCount, project, projectMetrics } from '../../resolvers/project/project.ts';
import { builder, cacheId, contractObject } from '../builder.ts';

const Project = contractObject('Project', 'api_debug_v1_WhoamiResponse').implement({
  description: 'A project at Stytch: everything this graph shows belongs to one.',
  fields: (t) => ({
    id: cacheId(t, 'Project', ({ project_id }) => [project_id]),
    projectId: t.exposeString('project_id', {
      description: 'Stytch id of the project; it says whether it is for tests.',
    }),
    name: t.exposeString('name', { description: 'What the Stytch dashboard calls it.' }),
  }),
});

builder.queryField('project', (t) =>
  t.field({
    type: Project,
    nullable: true,
    access: { resource: 'stytch.project', action: 'get', signedIn: 'none' },
    operations: ['get /v1/debug/whoami'],
    description:
      'The project whose credentials this gateway holds: shows that Stytch accepts them. Who the caller is, `viewer` says.',
    resolve: project,
  }),
);

/** Figures of every project; each kind of project adds its own. */
export const ProjectMetrics = contractObject('ProjectMetrics', 'api_project_v1_MetricsResponse').implement({
  description: 'Figures that Stytch counts of a whole project.',
  fields: (t) => ({
    projectId: t.exposeString('project_id', { description: 'Stytch id of the project.' }),
    m2mClientCount: t.int({
      nullable: true,
      extensions: { exposed: 'metrics', derived: true },
      description: 'How many M2M clients there are. Null when Stytch does not count them.',
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
    description: 'How much there is in the project that this gateway speaks for.',
    resolve: projectMetrics,
  }),
);
