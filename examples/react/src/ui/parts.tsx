/** The few parts that all pages are made of. */
import { type ButtonHTMLAttributes, type InputHTMLAttributes, type ReactNode, useEffect, useId, useRef } from 'react';
import type { Problem } from '../problem.ts';

declare module 'react' {
  interface CSSProperties {
    '--hue'?: number;
  }
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'primary' | 'plain' | 'danger' | 'quiet';
  readonly busy?: boolean;
}

export function Button({ look = 'plain', busy = false, children, type = 'button', ...props }: ButtonProps) {
  // Disabled buttons lose the focus, so a busy one says that it is.
  return (
    <button className={`button ${look}`} type={type} aria-disabled={busy} aria-busy={busy} {...props}>
      {children}
    </button>
  );
}

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly name: string;
  readonly hint?: string;
  readonly problem?: Problem | null;
}

/** A labelled input. It shows the problem that is about it; `Complaint` shows any other. */
export function Field({ label, hint, problem, name, ...props }: FieldProps) {
  const id = useId();
  const wrong = problem?.field === name ? problem.message : undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong || hint ? `${id}-more` : undefined}
        {...props}
      />
      {(wrong || hint) && (
        <p id={`${id}-more`} className={wrong ? 'wrong' : 'hint'} role={wrong ? 'alert' : undefined}>
          {wrong ?? hint}
        </p>
      )}
    </div>
  );
}

/** The problem of a form that none of its fields shows. */
export function Complaint({ problem, fields = [] }: { problem: Problem | null; fields?: readonly string[] }) {
  if (!problem || (problem.field !== undefined && fields.includes(problem.field))) return null;
  return (
    <p className="complaint" role="alert">
      {problem.message}
    </p>
  );
}

/** The head of a page. It gets the focus when the page is opened, so that readers hear where they are. */
export function Heading({ title, lead, action }: { title: string; lead?: ReactNode; action?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Roster`;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <header className="heading">
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead && <p>{lead}</p>}
      </div>
      {action}
    </header>
  );
}

interface CardProps {
  readonly title: string;
  readonly tag?: ReactNode;
  readonly lead?: ReactNode;
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}

export function Card({ title, tag, lead, action, children }: CardProps) {
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <header>
        <div>
          <h2 id={id}>
            {title} {tag}
          </h2>
          {lead && <p>{lead}</p>}
        </div>
        {action}
      </header>
      {children}
    </section>
  );
}

/** A window over the page, for one task. Escape closes it. */
export function Dialog({ title, children, onClose }: { title: string; children: ReactNode; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}

/** Somebody’s initials. Pictures would be fetched from elsewhere. */
export function Monogram({ name, round = true }: { name: string; round?: boolean }) {
  const words = name.split(/[\s@._-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  return (
    <span className={round ? 'monogram' : 'monogram square'} style={{ '--hue': hue }} aria-hidden="true">
      {letters.map((word = '') => word.charAt(0).toUpperCase()).join('')}
    </span>
  );
}

/** A secret that is shown once. */
export function Secret({ label, value }: { label: string; value: string }) {
  return (
    <label className="secret">
      <span>{label}</span>
      <input readOnly value={value} onFocus={(event) => event.currentTarget.select()} />
    </label>
  );
}

export function Tag({ tone, children }: { tone?: 'good' | 'warm'; children: ReactNode }) {
  return <span className={tone ? `tag ${tone}` : 'tag'}>{children}</span>;
}
