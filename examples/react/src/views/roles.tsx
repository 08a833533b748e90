import { useMutation } from '@apollo/client/react';
import { MutationFailed, match } from 'stytch-graphql/client';
import { type ColleagueFragment, SetRolesDocument } from '../gql/graphql.ts';
import { Button, Complaint, Dialog } from '../ui/parts.tsx';
import { useSubmit } from '../ui/submit.ts';
import { useSay } from '../ui/toast.tsx';
import { usePerson } from '../viewer.ts';
import { RoleChoice, rolesIn } from './role-choice.tsx';

/** Roles of a colleague. Those that come by a domain or a directory stay as they are. */
export function RolesOf({ colleague, onClose }: { colleague: ColleagueFragment; onClose: () => void }) {
  const { organization } = usePerson();
  const [setRoles] = useMutation(SetRolesDocument);
  const say = useSay();
  const assigned = colleague.roles.filter(({ sources }) => sources.some(({ type }) => type === 'DIRECT_ASSIGNMENT'));
  const { submit, busy, problem } = useSubmit(async (form) => {
    const input = { organizationId: organization.id, memberId: colleague.id, roleIds: rolesIn(form) };
    const { data } = await setRoles({ variables: { input } });
    match(data?.updateMember ?? null, {
      // The member has an id, so the list shows the new roles without being asked for again.
      UpdateMemberPayload: ({ member }) => say(`The roles of ${member.name || member.emailAddress} are saved.`),
      MutationError: (error) => {
        throw new MutationFailed(error);
      },
      null: () => say('No answer came. Look at the roles before you change them again.'),
    });
    onClose();
  });
  return (
    <Dialog title={`Roles of ${colleague.name || colleague.emailAddress}`} onClose={onClose}>
      <form onSubmit={submit}>
        <RoleChoice chosen={assigned.map(({ roleId }) => roleId)} />
        <Complaint problem={problem} />
        <div className="actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={busy}>
            Save roles
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
