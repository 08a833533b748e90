import { projectLoader, projectMetricsLoader } from '../../loaders/project/project.ts';
import type { Context } from '../../src/graphql/context.ts';
import { isRecord } from '../../src/stytch/contract/record.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';

export const project = (_: unknown, _args: unknown, { loaders, projectId }: Context) =>
  loaders.get(projectLoader).load(projectId);

export const projectMetrics = (_: unknown, _args: unknown, { loaders, projectId }: Context) =>
  loaders.get(projectMetricsLoader).load(projectId);

type Metrics = Schemas['api_project_v1_MetricsResponse'];
type MetricType = Metrics['metrics'][number]['metric_type'];

/** Reads one metric from Stytch's list; the graph has one field per metric. */
export const countOf =
  (type: MetricType, field: string) =>
  (answer: Metrics, _: unknown, { faults }: Context): number | null => {
    const place = { type: 'ProjectMetrics', field };
    const metric = faults.list(answer.metrics, place, answer).find((one) => isRecord(one) && one.metric_type === type);
    if (!metric) return null;
    // Stytch may omit a count of zero.
    const { count = 0 } = metric;
    if (Number.isInteger(count) && count === (count | 0)) return count;
    faults.unshowable(place);
    return null;
  };

export const m2mClientCount = countOf('M2M_CLIENT_COUNT', 'm2mClientCount');
