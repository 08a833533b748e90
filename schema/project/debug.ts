import { whoami } from '../../resolvers/project/debug.ts';
import { builder, contractObject } from '../builder.ts';

const Project = contractObject('Project', 'api_debug_v1_WhoamiResponse').implement({
  description: 'A project at Stytch: everything this graph shows belongs to one.',
  fields: (t) => ({
    projectId: t.exposeString('project_id', {
      description: 'Stytch id of the project; it says whether it is for tests.',
    }),
    name: t.exposeString('name', { nullable: true, description: 'What the Stytch dashboard calls it.' }),
  }),
});

builder.queryField('whoami', (t) =>
  t.field({
    type: Project,
    nullable: true,
    access: { resource: 'stytch.project', action: 'get', signedIn: 'none' },
    operations: ['get /v1/debug/whoami'],
    description:
      'The project whose credentials this gateway holds: shows that Stytch accepts them. Who the caller is, `viewer` says.',
    resolve: whoami,
  }),
);
