import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { unwrap } from 'stytch-graphql/client';
import {
  CreateTotpDocument,
  EnterTotpDocument,
  type SignInCredentialInput,
  type SignInStepFragment,
} from './gql/graphql.ts';
import { Codes } from './ui/codes.tsx';
import { Button, Complaint, Field, Secret } from './ui/parts.tsx';
import { textIn, useSubmit } from './ui/submit.ts';

interface TotpSetupProps {
  readonly memberId: string;
  readonly organizationId: string;
  /** The session, or the sign-in under way, that the app is to belong to. */
  readonly credential: SignInCredentialInput;
  readonly onSignedIn: (answer: SignInStepFragment) => void;
}

interface Enrolled {
  readonly qrCode: string;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

/** Sets up an authenticator app: shows its secret and the recovery codes, and asks for the first code. */
export function TotpSetup({ onSignedIn, ...keys }: TotpSetupProps) {
  const [create] = useMutation(CreateTotpDocument);
  const [enter] = useMutation(EnterTotpDocument);
  const [enrolled, setEnrolled] = useState<Enrolled | null>(null);
  const beginning = useSubmit(async () => {
    const { data } = await create({ variables: { input: keys } });
    setEnrolled(unwrap(data?.createMemberTotp));
  });
  const finishing = useSubmit(async (form) => {
    const input = { ...keys, code: textIn(form, 'code'), setMfaEnrollment: 'ENROLL' as const };
    const { data } = await enter({ variables: { input } });
    onSignedIn(unwrap(data?.signIn));
  });
  if (!enrolled) {
    return (
      <div>
        <Complaint problem={beginning.problem} />
        <Button look="primary" busy={beginning.busy} onClick={beginning.run}>
          Show the QR code
        </Button>
      </div>
    );
  }
  return (
    <form className="setup" onSubmit={finishing.submit} noValidate>
      <ol>
        <li>
          <h3>Scan this with your app</h3>
          <div className="scan">
            <img src={enrolled.qrCode} alt="QR code for an authenticator app" width="148" height="148" />
            <Secret label="Or type this key" value={enrolled.secret} />
          </div>
        </li>
        <li>
          <h3>Keep these recovery codes</h3>
          <p>Each lets you in once if you lose your phone.</p>
          <Codes codes={enrolled.recoveryCodes} />
        </li>
        <li>
          <h3>Enter the code that the app shows</h3>
          <Field
            label="Code of the app"
            name="code"
            className="digits"
            inputMode="numeric"
            autoComplete="one-time-code"
            problem={finishing.problem}
          />
          <Complaint problem={finishing.problem} fields={['code']} />
        </li>
      </ol>
      <Button type="submit" look="primary" busy={finishing.busy}>
        Turn on
      </Button>
    </form>
  );
}
