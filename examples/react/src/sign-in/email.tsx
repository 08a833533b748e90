/** In by a link or a code that is mailed: the address is all that a person has to know. */
import { useMutation } from '@apollo/client/react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { unwrap } from 'stytch-graphql/client';
import {
  EnterCodeDocument,
  FollowInvitationDocument,
  FollowLinkDocument,
  SendCodeDocument,
  SendLinkDocument,
} from '../gql/graphql.ts';
import { type Problem, problemOf } from '../problem.ts';
import { Waiting } from '../ui/loaded.tsx';
import { Button, Complaint, Field } from '../ui/parts.tsx';
import { textIn, useSubmit } from '../ui/submit.ts';
import type { StepProps } from './sign-in.tsx';
import { stepAfter } from './step.ts';
import { Title } from './title.tsx';

// While developing, mails can be read here. A build leaves it out.
const Outbox = import.meta.env.DEV && import.meta.env.SANDBOX ? lazy(() => import('../dev/outbox.tsx')) : null;

const OutboxOf = ({ to }: { to: string }) =>
  Outbox && (
    <Suspense>
      <Outbox to={to} />
    </Suspense>
  );

export function Address({ onStep }: StepProps<'address'>) {
  const [sendLink] = useMutation(SendLinkDocument);
  const [sendCode] = useMutation(SendCodeDocument);
  const way = useRef<'link' | 'code'>('link');
  const { submit, busy, problem } = useSubmit(async (form) => {
    const emailAddress = textIn(form, 'emailAddress');
    const at = way.current;
    if (at === 'link') {
      const discoveryRedirectUrl = new URL('/authenticate', location.origin).href;
      const { data } = await sendLink({ variables: { input: { emailAddress, discoveryRedirectUrl } } });
      unwrap(data?.sendDiscoveryMagicLink);
    } else {
      const { data } = await sendCode({ variables: { input: { emailAddress } } });
      unwrap(data?.sendDiscoveryEmailPasscode);
    }
    onStep({ at, emailAddress });
  });
  return (
    <form onSubmit={submit} noValidate>
      <Title lead="Enter your work email. There is no password to remember.">Sign in</Title>
      <Field
        label="Email address"
        name="emailAddress"
        type="email"
        autoComplete="username"
        placeholder="you@company.com"
        problem={problem}
        required
      />
      <Complaint problem={problem} fields={['emailAddress']} />
      <div className="stack">
        <Button
          type="submit"
          look="primary"
          busy={busy}
          onClick={() => {
            way.current = 'link';
          }}
        >
          Email me a link
        </Button>
        <Button
          type="submit"
          busy={busy}
          onClick={() => {
            way.current = 'code';
          }}
        >
          Email me a code
        </Button>
      </div>
    </form>
  );
}

export function LinkSent({ step: { emailAddress }, onStep }: StepProps<'link'>) {
  return (
    <div>
      <Title
        lead={
          <>
            A link is on its way to <b>{emailAddress}</b>. It signs you in once, within the hour.
          </>
        }
      >
        Check your mail
      </Title>
      <Button look="quiet" onClick={() => onStep({ at: 'address' })}>
        Use another address
      </Button>
      <OutboxOf to={emailAddress} />
    </div>
  );
}

export function Code({ step: { emailAddress }, onStep }: StepProps<'code'>) {
  const [enterCode] = useMutation(EnterCodeDocument);
  const { submit, busy, problem } = useSubmit(async (form) => {
    const { data } = await enterCode({ variables: { input: { emailAddress, code: textIn(form, 'code') } } });
    onStep(stepAfter(unwrap(data?.signIn)));
  });
  return (
    <form onSubmit={submit} noValidate>
      <Title
        lead={
          <>
            A code of six digits is on its way to <b>{emailAddress}</b>.
          </>
        }
      >
        Enter your code
      </Title>
      <Field
        label="Code"
        name="code"
        className="digits"
        inputMode="numeric"
        autoComplete="one-time-code"
        problem={problem}
        required
      />
      <Complaint problem={problem} fields={['code']} />
      <div className="stack">
        <Button type="submit" look="primary" busy={busy}>
          Continue
        </Button>
        <Button look="quiet" onClick={() => onStep({ at: 'address' })}>
          Use another address
        </Button>
      </div>
      <OutboxOf to={emailAddress} />
    </form>
  );
}

export function Arrival({ step: { token, isInvitation }, onStep }: StepProps<'arrival'>) {
  const [followLink] = useMutation(FollowLinkDocument);
  const [followInvitation] = useMutation(FollowInvitationDocument);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isFollowed = useRef(false);
  useEffect(() => {
    // A link works once, and React runs effects twice while developing.
    if (isFollowed.current) return;
    isFollowed.current = true;
    const follow = isInvitation ? followInvitation : followLink;
    follow({ variables: { input: { token } } })
      .then(({ data }) => onStep(stepAfter(unwrap(data?.signIn))))
      .catch((error: unknown) => setProblem(problemOf(error)));
  });
  if (!problem) return <Waiting lines={2} />;
  return (
    <div>
      <Title lead="A link works once, and not for long. Have another one sent.">This link does not work</Title>
      <Complaint problem={problem} />
      <Button look="primary" onClick={() => onStep({ at: 'address' })}>
        Sign in again
      </Button>
    </div>
  );
}
