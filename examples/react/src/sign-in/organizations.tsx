import { useMutation } from '@apollo/client/react';
import { useEffect, useRef } from 'react';
import { unwrap } from 'stytch-graphql/client';
import { ChooseOrganizationDocument, type DiscoveredFragment } from '../gql/graphql.ts';
import { Waiting } from '../ui/loaded.tsx';
import { Button, Complaint, Monogram } from '../ui/parts.tsx';
import { useSubmit } from '../ui/submit.ts';
import type { StepProps } from './sign-in.tsx';
import { stepAfter } from './step.ts';
import { Title } from './title.tsx';

const hints: Record<DiscoveredFragment['nextStep'], string> = {
  NOTHING: 'Enter',
  SECOND_FACTOR: 'Enter with a second factor',
  ENROLLMENT: 'Enter after setting up a second factor',
  FIRST_FACTOR: 'Asks for another way to sign in',
};

/** The organizations that an address belongs to. Where it is one, nobody is asked. */
export function Organizations({
  step: { intermediateSessionToken, organizations },
  onStep,
}: StepProps<'organizations'>) {
  const [choose] = useMutation(ChooseOrganizationDocument);
  const chosen = useRef('');
  const { run, busy, problem } = useSubmit(async () => {
    const input = { intermediateSessionToken, organizationId: chosen.current };
    const { data } = await choose({ variables: { input } });
    onStep(stepAfter(unwrap(data?.signIn)));
  });
  const known = organizations.flatMap(({ organization, nextStep }) =>
    organization ? [{ organization, nextStep }] : [],
  );
  const only = known.length === 1 ? known[0]?.organization.id : undefined;
  useEffect(() => {
    if (only === undefined || chosen.current === only) return;
    chosen.current = only;
    run();
  });

  if (known.length === 0) {
    return (
      <div>
        <Title lead="Your address is proven, but no organization has you as a member. Ask a colleague for an invitation.">
          No organization yet
        </Title>
        <Button look="primary" onClick={() => onStep({ at: 'address' })}>
          Use another address
        </Button>
      </div>
    );
  }
  if (only !== undefined && !problem) return <Waiting lines={2} />;
  return (
    <div>
      <Title lead="You belong to more than one.">Choose an organization</Title>
      <ul className="choices">
        {known.map(({ organization: { id, name, slug }, nextStep }) => (
          <li key={id}>
            <button
              type="button"
              aria-disabled={busy}
              onClick={() => {
                chosen.current = id;
                run();
              }}
            >
              <Monogram name={name} round={false} />
              <span>
                <b>{name}</b>
                <small>
                  {slug} · {hints[nextStep]}
                </small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <Complaint problem={problem} />
    </div>
  );
}
