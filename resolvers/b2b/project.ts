import { countOf } from '../project/project.ts';

export const organizationCount = countOf('ORGANIZATION_COUNT', 'organizationCount');
export const memberCount = countOf('MEMBER_COUNT', 'memberCount');
