import { type FormEvent, useState } from 'react';
import { type Problem, problemOf } from '../problem.ts';
import { expire } from '../session.ts';

export interface Submission {
  readonly submit: (event: FormEvent<HTMLFormElement>) => void;
  /** The same for a button that has no form. */
  readonly run: () => void;
  readonly busy: boolean;
  readonly problem: Problem | null;
}

/** Runs an action for a form or a button: one at a time, and with its problem at hand if it fails. */
export function useSubmit(action: (form: FormData) => Promise<unknown>): Submission {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = async (form: FormData) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await action(form);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.isSessionOver) return expire();
      setProblem(problem);
    } finally {
      setBusy(false);
    }
  };
  return {
    submit: (event) => {
      event.preventDefault();
      void send(new FormData(event.currentTarget));
    },
    run: () => void send(new FormData()),
    busy,
    problem,
  };
}

/** What was typed into a field, without spaces around it. */
export const textIn = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();
