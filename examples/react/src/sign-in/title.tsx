import { type ReactNode, useEffect, useRef } from 'react';

/** The title of a step. It gets the focus, unless a field of the step is about to have it. */
export function Title({ children, lead }: { children: string; lead: ReactNode }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const field = title.current?.closest('form')?.querySelector('input');
    (field ?? title.current)?.focus();
  }, []);
  return (
    <div className="title">
      <h1 ref={title} tabIndex={-1}>
        {children}
      </h1>
      <p>{lead}</p>
    </div>
  );
}
