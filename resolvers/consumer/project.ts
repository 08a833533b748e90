import { countOf } from '../project/project.ts';

export const userCount = countOf('USER_COUNT', 'userCount');
