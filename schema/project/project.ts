import { projectMetrics } from '../../resolvers/project/project.ts';
import { builder, contractObject, wordEnum } from '../builder.ts';

// The contract lists the gateway's own UNKNOWN among them.
const ProjectMetricType = wordEnum('ProjectMetricType', 'What is counted in a project.', {
  USER_COUNT: { value: 'USER_COUNT', description: 'Users of a consumer project.' },
  ORGANIZATION_COUNT: { value: 'ORGANIZATION_COUNT', description: 'Organizations of a B2B project.' },
  MEMBER_COUNT: { value: 'MEMBER_COUNT', description: 'Members of all organizations of a B2B project.' },
  M2M_CLIENT_COUNT: { value: 'M2M_CLIENT_COUNT', description: 'M2M clients.' },
});

const ProjectMetric = contractObject('ProjectMetric', 'api_project_v1_ProjectMetric').implement({
  description: 'One figure of a project.',
  fields: (t) => ({
    type: t.expose('metric_type', { type: ProjectMetricType, description: 'What is counted.' }),
    count: t.exposeInt('count', { description: 'How many there are.' }),
  }),
});

const ProjectMetrics = contractObject('ProjectMetrics', 'api_project_v1_MetricsResponse').implement({
  description: 'Figures that Stytch counts of a whole project.',
  fields: (t) => ({
    projectId: t.exposeString('project_id', { description: 'Stytch id of the project.' }),
    metrics: t.expose('metrics', { type: [ProjectMetric], description: 'The figures, those that apply to it.' }),
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
