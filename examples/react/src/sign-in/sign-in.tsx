import { type ReactNode, useEffect, useState } from 'react';
import { go } from '../router.tsx';
import { Elsewhere } from './elsewhere.tsx';
import { Address, Arrival, Code, LinkSent } from './email.tsx';
import { Organizations } from './organizations.tsx';
import { Enrollment, SecondFactor } from './second-factor.tsx';
import type { Step } from './step.ts';

/** The link of a mail leads to `/authenticate`, with what it proves in its address. */
function firstStep(): Step {
  const sent = new URLSearchParams(location.search);
  const token = sent.get('token');
  if (location.pathname !== '/authenticate' || !token) return { at: 'address' };
  return { at: 'arrival', token, isInvitation: sent.get('stytch_token_type') === 'multi_tenant_magic_links' };
}

/** What each step shows. Each leads to the next. */
export interface StepProps<At extends Step['at']> {
  readonly step: Extract<Step, { at: At }>;
  readonly onStep: (step: Step) => void;
}

export function SignIn({ hasExpired = false }: { hasExpired?: boolean }) {
  const [step, setStep] = useState(firstStep);
  const onStep = (next: Step) => {
    // Nobody needs the token in the address any more.
    if (location.pathname === '/authenticate') go('/', { replace: true });
    setStep(next);
  };
  useEffect(() => {
    document.title = 'Sign in · Roster';
  }, []);
  return (
    <div className="entrance">
      <aside>
        <p className="brand">
          <img src="/icon.svg" alt="" width="28" height="28" /> Roster
        </p>
        <p className="motto">Who is in your organization, and how they sign in.</p>
      </aside>
      <main>
        {hasExpired && step.at === 'address' && (
          <p className="notice" role="status">
            Your session has ended. Sign in again to go on.
          </p>
        )}
        <StepOf step={step} onStep={onStep} />
      </main>
    </div>
  );
}

function StepOf({ step, onStep }: { step: Step; onStep: (step: Step) => void }): ReactNode {
  switch (step.at) {
    case 'address':
      return <Address step={step} onStep={onStep} />;
    case 'link':
      return <LinkSent step={step} onStep={onStep} />;
    case 'code':
      return <Code step={step} onStep={onStep} />;
    case 'arrival':
      return <Arrival step={step} onStep={onStep} />;
    case 'organizations':
      return <Organizations step={step} onStep={onStep} />;
    case 'secondFactor':
      return <SecondFactor step={step} onStep={onStep} />;
    case 'enrollment':
      return <Enrollment step={step} onStep={onStep} />;
    case 'elsewhere':
      return <Elsewhere step={step} onStep={onStep} />;
    case 'done':
      return null;
  }
}
