/** The graph of a B2B project: every domain adds its part to the builder. Defines nothing itself. */
import './error.ts';
import './b2b/member.ts';
import './b2b/organization.ts';
import './b2b/organization-rbac.ts';
import './b2b/rbac.ts';
import './b2b/viewer.ts';
import { builder } from './builder.ts';
import { directives } from './directives.ts';

export const schema = builder.toSchema({ directives });
