import { useMutation } from '@apollo/client/react';
import { unwrap } from 'stytch-graphql/client';
import { ColleaguesDocument, InviteDocument } from '../gql/graphql.ts';
import { Button, Complaint, Dialog, Field } from '../ui/parts.tsx';
import { textIn, useSubmit } from '../ui/submit.ts';
import { useSay } from '../ui/toast.tsx';
import { usePerson } from '../viewer.ts';
import { RoleChoice, rolesIn } from './role-choice.tsx';

export function Invitation({ onClose }: { onClose: () => void }) {
  const { organization, canSetRoles } = usePerson();
  const [invite] = useMutation(InviteDocument, { refetchQueries: [ColleaguesDocument] });
  const say = useSay();
  const { submit, busy, problem } = useSubmit(async (form) => {
    const emailAddress = textIn(form, 'emailAddress');
    const { data } = await invite({
      variables: {
        input: {
          organizationId: organization.id,
          emailAddress,
          name: textIn(form, 'name') || null,
          roleIds: rolesIn(form),
          inviteRedirectUrl: new URL('/authenticate', location.origin).href,
        },
      },
    });
    unwrap(data?.inviteMember);
    say(`An invitation is on its way to ${emailAddress}.`);
    onClose();
  });
  return (
    <Dialog title="Invite a colleague" onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Field label="Email address" name="emailAddress" type="email" autoComplete="off" problem={problem} />
        <Field label="Name" name="name" autoComplete="off" problem={problem} />
        {canSetRoles && <RoleChoice />}
        <Complaint problem={problem} fields={['emailAddress', 'name']} />
        <div className="actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={busy}>
            Send invitation
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
