import { useMutation } from '@apollo/client/react';
import { unwrap } from 'stytch-graphql/client';
import { RenameDocument } from '../gql/graphql.ts';
import { Button, Card, Complaint, Field, Heading, Tag } from '../ui/parts.tsx';
import { textIn, useSubmit } from '../ui/submit.ts';
import { useSay } from '../ui/toast.tsx';
import { usePerson } from '../viewer.ts';

export default function Account() {
  const { member, organization } = usePerson();
  const [rename] = useMutation(RenameDocument);
  const say = useSay();
  const { submit, busy, problem } = useSubmit(async (form) => {
    const input = { organizationId: organization.id, memberId: member.id, name: textIn(form, 'name') };
    const { data } = await rename({ variables: { input } });
    unwrap(data?.updateMember);
    say('Your name is saved.');
  });
  return (
    <>
      <Heading title="Your account" lead="What your colleagues know you by." />
      <Card title="Name">
        <form onSubmit={submit} noValidate>
          <Field label="Full name" name="name" autoComplete="name" defaultValue={member.name ?? ''} problem={problem} />
          <Complaint problem={problem} fields={['name']} />
          <Button type="submit" look="primary" busy={busy}>
            Save
          </Button>
        </form>
      </Card>
      <Card title="How you are reached">
        <dl className="facts">
          <dt>Email address</dt>
          <dd>{member.emailAddress}</dd>
          <dt>Phone</dt>
          <dd>
            {member.mfaPhoneNumber ?? 'None'}{' '}
            {member.mfaPhoneNumber && member.mfaPhoneNumberVerified && <Tag tone="good">Verified</Tag>}
          </dd>
        </dl>
      </Card>
    </>
  );
}
