import { useApolloClient, useMutation, useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { match, unwrap } from 'stytch-graphql/client';
import {
  DeleteTotpDocument,
  RecoveryCodesDocument,
  RotateRecoveryCodesDocument,
  SessionsDocument,
  type SessionsQuery,
  type SignInStepFragment,
  SignOutDocument,
  ViewerDocument,
} from '../gql/graphql.ts';
import { session } from '../session.ts';
import { useSignOut } from '../sign-out.ts';
import { TotpSetup } from '../totp-setup.tsx';
import { Codes } from '../ui/codes.tsx';
import { Empty, Loaded } from '../ui/loaded.tsx';
import { Button, Card, Complaint, Dialog, Heading, Tag } from '../ui/parts.tsx';
import { useSubmit } from '../ui/submit.ts';
import { useSay } from '../ui/toast.tsx';
import { factors, list, moment, sentence } from '../ui/words.ts';
import { usePerson } from '../viewer.ts';

export default function Security() {
  const { member } = usePerson();
  return (
    <>
      <Heading title="Security" lead="Your second factor, and where you are signed in." />
      <Authenticator />
      {member.totpRegistrationId && <RecoveryCodes />}
      <Sessions />
    </>
  );
}

function Authenticator() {
  const { member } = usePerson();
  const [open, setOpen] = useState<'setup' | 'removal' | null>(null);
  const close = () => setOpen(null);
  const hasApp = Boolean(member.totpRegistrationId);
  return (
    <Card
      title="Authenticator app"
      tag={hasApp && <Tag tone="good">On</Tag>}
      lead={
        hasApp
          ? 'Signing in asks for a code of your app.'
          : 'An app on your phone shows codes that nobody else has. Without one, your mailbox is all that signs you in.'
      }
      action={
        hasApp ? (
          <Button onClick={() => setOpen('removal')}>Remove</Button>
        ) : (
          <Button look="primary" onClick={() => setOpen('setup')}>
            Set up
          </Button>
        )
      }
    >
      {open === 'setup' && <Setup onClose={close} />}
      {open === 'removal' && <Removal onClose={close} />}
    </Card>
  );
}

function Setup({ onClose }: { onClose: () => void }) {
  const { member, organization } = usePerson();
  const client = useApolloClient();
  const say = useSay();
  const tokens = session.tokens();
  const finish = ({ outcome }: SignInStepFragment) => {
    // The session is the same; its JWT now says that there was a second factor.
    if (outcome.__typename === 'SignedIn') session.set(outcome);
    void client.refetchQueries({ include: [ViewerDocument, SessionsDocument] });
    say('Your authenticator app is on.');
    onClose();
  };
  return (
    <Dialog title="Set up an authenticator app" onClose={onClose}>
      {tokens && (
        <TotpSetup
          memberId={member.id}
          organizationId={organization.id}
          credential={{ sessionToken: tokens.sessionToken }}
          onSignedIn={finish}
        />
      )}
      <div className="actions">
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </Dialog>
  );
}

function Removal({ onClose }: { onClose: () => void }) {
  const { member, organization } = usePerson();
  const [remove] = useMutation(DeleteTotpDocument);
  const say = useSay();
  const { run, busy, problem } = useSubmit(async () => {
    const { data } = await remove({ variables: { input: { memberId: member.id, organizationId: organization.id } } });
    unwrap(data?.deleteMemberTotp);
    say('Your authenticator app is removed.');
    onClose();
  });
  return (
    <Dialog title="Remove your authenticator app?" onClose={onClose}>
      <p>Its codes and your recovery codes stop working.</p>
      <Complaint problem={problem} />
      <div className="actions">
        <Button onClick={onClose}>Keep it</Button>
        <Button look="danger" busy={busy} onClick={run}>
          Remove
        </Button>
      </div>
    </Dialog>
  );
}

function RecoveryCodes() {
  const { member, organization } = usePerson();
  const client = useApolloClient();
  const [rotate] = useMutation(RotateRecoveryCodesDocument);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const say = useSay();
  const showing = useSubmit(async () => {
    // Secrets stay out of the cache.
    const { data } = await client.query({ query: RecoveryCodesDocument, fetchPolicy: 'no-cache' });
    setCodes(data?.viewer.member?.recoveryCodes ?? []);
  });
  const rotating = useSubmit(async () => {
    const input = { memberId: member.id, organizationId: organization.id };
    const { data } = await rotate({ variables: { input }, fetchPolicy: 'no-cache' });
    setCodes(unwrap(data?.rotateRecoveryCodes).recoveryCodes);
    say('Your old recovery codes have stopped working.');
  });
  return (
    <Card
      title="Recovery codes"
      lead="For the day you lose your phone. Each works once."
      action={
        codes ? (
          <Button onClick={() => setCodes(null)}>Hide</Button>
        ) : (
          <Button busy={showing.busy} onClick={showing.run}>
            Show
          </Button>
        )
      }
    >
      <Complaint problem={showing.problem ?? rotating.problem} />
      {codes && (codes.length > 0 ? <Codes codes={codes} /> : <Empty title="All codes are used" />)}
      {codes && (
        <Button look="quiet" busy={rotating.busy} onClick={rotating.run}>
          Replace all codes
        </Button>
      )}
    </Card>
  );
}

type MemberSession = NonNullable<NonNullable<SessionsQuery['viewer']['member']>['sessions']>[number];

function Sessions() {
  const { member, session: current } = usePerson();
  const query = useQuery(SessionsDocument, { fetchPolicy: 'cache-and-network' });
  const signOut = useSignOut();
  const everywhere = useSubmit(() => signOut({ memberId: member.id }));
  return (
    <Card
      title="Sessions"
      lead="Where you are signed in. End what you do not know."
      action={
        <Button look="danger" busy={everywhere.busy} onClick={everywhere.run}>
          Sign out everywhere
        </Button>
      }
    >
      <Complaint problem={everywhere.problem} />
      <Loaded query={query}>
        {({ viewer }) => (
          <ul className="rows" aria-label="Sessions">
            {viewer.member?.sessions?.map((each) => (
              <SessionRow key={each.id} session={each} isCurrent={each.id === current?.id} />
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}

function SessionRow({ session: { id, ...of }, isCurrent }: { session: MemberSession; isCurrent: boolean }) {
  const [end] = useMutation(SignOutDocument);
  const say = useSay();
  const { run, busy, problem } = useSubmit(async () => {
    const { data } = await end({
      variables: { input: { memberSessionId: id } },
      // What has ended leaves the cache, and every list with it.
      update: (cache, { data }) => {
        match(data?.revokeMemberSession ?? null, {
          RevokeMemberSessionPayload: ({ revokedSessionIds }) => {
            for (const ended of revokedSessionIds ?? []) cache.evict({ id: `MemberSession:${ended}` });
          },
          MutationError: () => {},
          null: () => {},
        });
      },
    });
    unwrap(data?.revokeMemberSession);
    say('The session has ended.');
  });
  return (
    <li>
      <span className="what">
        <b>{sentence(list(of.authenticationFactors.map(({ type }) => factors[type])))}</b>
        <small>
          Since {moment(of.startedAt)} · last used {moment(of.lastAccessedAt)}
        </small>
        <Complaint problem={problem} />
      </span>
      {isCurrent ? (
        <Tag tone="good">This one</Tag>
      ) : (
        <Button look="quiet" busy={busy} onClick={run} aria-label={`End the session since ${moment(of.startedAt)}`}>
          End
        </Button>
      )}
    </li>
  );
}
