import { useGraphiQL } from '@graphiql/react';
import { useMemo } from 'react';
import type { Explanation, TracedCall } from '../../telemetry/explanation.ts';
import { type CallGroup, durationOf, type ExplainedRequest, hintsOf, type Round, roundsOf } from './explain.ts';

/** Explained requests by tab id. */
export type ExplainedTabs = Readonly<Record<string, ExplainedRequest>>;

/**
 * The explanation of the last request of the active tab. Rendered inside GraphiQL, whose state has the tab and the
 * schema.
 */
export const ExplainPanel = ({ tabs }: { tabs: ExplainedTabs }) => {
  const id = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.id);
  const schema = useGraphiQL((state) => state.schema);
  const request = id === undefined ? undefined : tabs[id];
  const hints = useMemo(() => (request ? hintsOf(request, schema) : []), [request, schema]);
  if (!request) return <p>Run the operation to see what it costs.</p>;
  const { explanation, refusal } = request;
  if (!explanation) return <p>{refusal}</p>;
  const { cost, calls, reused } = explanation;
  return (
    <>
      <section>
        <h3>Cost</h3>
        {cost ? (
          <dl className="cost">
            <Cost name="Calls" {...cost.calls} made={calls.length} />
            <Cost name="Objects" {...cost.objects} />
          </dl>
        ) : (
          <p>It was not counted.</p>
        )}
      </section>
      {hints.length > 0 && (
        <section className="hints">
          <h3>Fewer calls</h3>
          <ul>
            {hints.map((hint) => (
              <li key={hint}>
                <Code text={hint} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <Timeline explanation={explanation} />
      {reused.length > 0 && (
        <section>
          <h3>Without a call</h3>
          <ul>
            {reused.map(({ field, count }) => (
              <li key={field}>
                <code>{field}</code>: {count === 1 ? 'an object' : `${count} objects`} from other responses
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};

/** Ratio of the limit from which a cost is shown as high. */
const NEARLY = 0.8;

/** One kind of cost with its limit. */
const Cost = ({
  name,
  estimated,
  limit,
  dearest,
  made,
}: NonNullable<Explanation['cost']>['calls'] & { name: string; made?: number }) => {
  const used = Math.round(estimated * 10) / 10;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <meter
          min={0}
          max={limit}
          high={NEARLY * limit}
          optimum={0}
          value={Math.min(used, limit)}
          aria-label={`${name} of the limit`}
        />
        <span>
          {used.toLocaleString('en')} of {limit.toLocaleString('en')} estimated
          {made !== undefined && `, ${made} made`}
          {used > limit && ': refused'}
        </span>
        {dearest.count > 0 && (
          <span>
            mostly <code>{dearest.path}</code> ({dearest.count.toLocaleString('en')})
          </span>
        )}
      </dd>
    </>
  );
};

/** The calls by round, with the duration of each operation. */
const Timeline = ({ explanation }: { explanation: Explanation }) => {
  const rounds = roundsOf(explanation);
  const duration = durationOf(explanation);
  if (rounds.length === 0) return <p>No call to Stytch was made.</p>;
  return (
    <section>
      <h3>
        {rounds.length === 1 ? '1 round' : `${rounds.length} rounds`}, {duration} ms
      </h3>
      <ol className="rounds">
        {rounds.map((round) => (
          <RoundOfCalls key={round.number} round={round} duration={duration} />
        ))}
      </ol>
    </section>
  );
};

const RoundOfCalls = ({ round: { number, count, groups }, duration }: { round: Round; duration: number }) => (
  <li>
    <h4>
      Round {number}: {count === 1 ? '1 call' : `${count} calls`}
    </h4>
    {groups.map((group) => (
      <Operation key={group.operation} group={group} duration={duration} />
    ))}
  </li>
);

const percent = (part: number, whole: number): string => `${(100 * part) / whole}%`;

/** Whether Stytch responded to a call. NOT_FOUND counts too: the field is null in the response. */
const isAnswered = ({ outcome }: TracedCall): boolean => outcome === 'ok' || outcome === 'NOT_FOUND';

/** Calls of one operation; expanded, it shows each call. */
const Operation = ({
  group: { label, operation, fields, calls, startMs, endMs },
  duration,
}: {
  group: CallGroup;
  duration: number;
}) => (
  <details className="operation">
    <summary>
      <code>{label}</code> {calls.length > 1 && <strong>× {calls.length}</strong>}
      <span className="track" aria-hidden="true">
        <span
          className={calls.every(isAnswered) ? 'bar' : 'bar failed'}
          style={{ marginLeft: percent(startMs, duration), width: percent(endMs - startMs, duration) }}
        />
      </span>
      <span className="wanted">{fields.length === 0 ? 'who is calling' : fields.join(', ')}</span>
    </summary>
    <p>{operation}</p>
    <ul>
      {calls.map(({ ms, status, outcome, attempts, batchedIds, shared, requestId }, index) => (
        <li key={index}>
          {[
            ms === null ? 'unfinished' : `${ms} ms`,
            outcome === 'ok' ? status : `${status ?? ''} ${outcome}`.trim(),
            batchedIds > 1 && `${batchedIds} ids`,
            attempts > 1 && `${attempts} attempts`,
            shared && 'shared with another request',
          ]
            .filter((part) => part !== null && part !== false)
            .join(', ')}
          {requestId && <code className="request-id">{requestId}</code>}
        </li>
      ))}
    </ul>
  </details>
);

/** Renders names between backticks as code. */
const Code = ({ text }: { text: string }) =>
  text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
