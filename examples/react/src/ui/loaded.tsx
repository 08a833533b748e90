/** A view of a query: what it shows while it loads, when it fails, and where there is nothing. */
import { type ReactNode, useEffect } from 'react';
import { problemOf } from '../problem.ts';
import { expire } from '../session.ts';
import { Button } from './parts.tsx';

interface Query<Data> {
  readonly data: Data | undefined;
  readonly error?: unknown;
  readonly refetch: () => Promise<unknown>;
}

interface LoadedProps<Data> {
  readonly query: Query<Data>;
  /** How many lines the view is likely to have. */
  readonly lines?: number;
  readonly children: (data: Data) => ReactNode;
}

export function Loaded<Data>({ query: { data, error, refetch }, lines = 3, children }: LoadedProps<Data>) {
  if (data !== undefined) return children(data);
  if (error) return <Failed error={error} onRetry={() => void refetch().catch(() => {})} />;
  return <Waiting lines={lines} />;
}

export function Waiting({ lines = 3 }: { lines?: number }) {
  return (
    <div className="waiting" role="status">
      <span className="unseen">Loading</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="line" />
      ))}
    </div>
  );
}

export function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { message, isSessionOver } = problemOf(error);
  useEffect(() => {
    if (isSessionOver) expire();
  }, [isSessionOver]);
  return (
    <div className="state" role="alert">
      <h3>This could not be loaded</h3>
      <p>{message}</p>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <h3>{title}</h3>
      {children}
    </div>
  );
}
