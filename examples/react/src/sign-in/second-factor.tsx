import { useMutation } from '@apollo/client/react';
import { lazy, Suspense, useState } from 'react';
import { unwrap } from 'stytch-graphql/client';
import { EnterTextedCodeDocument, EnterTotpDocument, RecoverDocument, TextCodeDocument } from '../gql/graphql.ts';
import { TotpSetup } from '../totp-setup.tsx';
import { Button, Complaint, Field } from '../ui/parts.tsx';
import { textIn, useSubmit } from '../ui/submit.ts';
import type { StepProps } from './sign-in.tsx';
import { type Claimant, type Step, stepAfter } from './step.ts';
import { Title } from './title.tsx';

const Outbox = import.meta.env.DEV && import.meta.env.SANDBOX ? lazy(() => import('../dev/outbox.tsx')) : null;

type Way = 'app' | 'text' | 'recovery';

const keysOf = ({ intermediateSessionToken, memberId, organizationId }: Claimant) => ({
  credential: { intermediateSessionToken },
  memberId,
  organizationId,
});

export function SecondFactor({ step: { claimant, hasApp, phoneNumber, isTexted }, onStep }: StepProps<'secondFactor'>) {
  const [way, setWay] = useState<Way>(hasApp && !isTexted ? 'app' : 'text');
  const others: Record<Way, string | null> = {
    app: hasApp ? 'Use your authenticator app' : null,
    text: phoneNumber ? 'Have a code texted' : null,
    recovery: hasApp ? 'Use a recovery code' : null,
  };
  const Form = { app: AppCode, text: TextedCode, recovery: RecoveryCode }[way];
  return (
    <>
      <Form key={way} claimant={claimant} phoneNumber={phoneNumber} isTexted={isTexted} onStep={onStep} />
      <div className="stack">
        {(['app', 'text', 'recovery'] as const).map(
          (other) =>
            other !== way &&
            others[other] && (
              <Button key={other} look="quiet" onClick={() => setWay(other)}>
                {others[other]}
              </Button>
            ),
        )}
      </div>
    </>
  );
}

interface FormProps {
  readonly claimant: Claimant;
  readonly phoneNumber: string | null;
  readonly isTexted: boolean;
  readonly onStep: (step: Step) => void;
}

function AppCode({ claimant, onStep }: FormProps) {
  const [enterTotp] = useMutation(EnterTotpDocument);
  const { submit, busy, problem } = useSubmit(async (form) => {
    const { data } = await enterTotp({ variables: { input: { ...keysOf(claimant), code: textIn(form, 'code') } } });
    onStep(stepAfter(unwrap(data?.signIn)));
  });
  return (
    <form onSubmit={submit} noValidate>
      <Title lead={`${claimant.organizationName} asks for the code of your authenticator app.`}>One more step</Title>
      <Field
        label="Code of the app"
        name="code"
        className="digits"
        inputMode="numeric"
        autoComplete="one-time-code"
        problem={problem}
      />
      <Complaint problem={problem} fields={['code']} />
      <Button type="submit" look="primary" busy={busy}>
        Sign in
      </Button>
    </form>
  );
}

function TextedCode({ claimant, phoneNumber, isTexted, onStep }: FormProps) {
  const [textCode] = useMutation(TextCodeDocument);
  const [enterCode] = useMutation(EnterTextedCodeDocument);
  const [isSent, setSent] = useState(isTexted);
  const sending = useSubmit(async () => {
    const { data } = await textCode({ variables: { input: keysOf(claimant) } });
    unwrap(data?.sendMemberSmsPasscode);
    setSent(true);
  });
  const entering = useSubmit(async (form) => {
    const { data } = await enterCode({ variables: { input: { ...keysOf(claimant), code: textIn(form, 'code') } } });
    onStep(stepAfter(unwrap(data?.signIn)));
  });
  if (!isSent) {
    return (
      <div>
        <Title lead={`A code goes to ${phoneNumber}.`}>One more step</Title>
        <Complaint problem={sending.problem} />
        <Button look="primary" busy={sending.busy} onClick={sending.run}>
          Text me a code
        </Button>
      </div>
    );
  }
  return (
    <form onSubmit={entering.submit} noValidate>
      <Title lead={`A code was texted to ${phoneNumber}.`}>One more step</Title>
      <Field
        label="Code of the text message"
        name="code"
        className="digits"
        inputMode="numeric"
        autoComplete="one-time-code"
        problem={entering.problem}
      />
      <Complaint problem={entering.problem} fields={['code']} />
      <Button type="submit" look="primary" busy={entering.busy}>
        Sign in
      </Button>
      {Outbox && phoneNumber && (
        <Suspense>
          <Outbox to={phoneNumber} />
        </Suspense>
      )}
    </form>
  );
}

function RecoveryCode({ claimant, onStep }: FormProps) {
  const [recover] = useMutation(RecoverDocument);
  const { submit, busy, problem } = useSubmit(async (form) => {
    const recoveryCode = textIn(form, 'recoveryCode');
    const { data } = await recover({ variables: { input: { ...keysOf(claimant), recoveryCode } } });
    onStep(stepAfter(unwrap(data?.signIn)));
  });
  return (
    <form onSubmit={submit} noValidate>
      <Title lead="One of the codes that you kept when you set up your app. Each works once.">Lost your phone?</Title>
      <Field label="Recovery code" name="recoveryCode" autoComplete="off" spellCheck={false} problem={problem} />
      <Complaint problem={problem} fields={['recoveryCode']} />
      <Button type="submit" look="primary" busy={busy}>
        Sign in
      </Button>
    </form>
  );
}

export function Enrollment({ step: { claimant }, onStep }: StepProps<'enrollment'>) {
  return (
    <div>
      <Title lead={`${claimant.organizationName} asks for a second factor. Set up an authenticator app to go on.`}>
        Set up your app
      </Title>
      <TotpSetup {...keysOf(claimant)} onSignedIn={(answer) => onStep(stepAfter(answer))} />
    </div>
  );
}
