import { useQuery } from '@apollo/client/react';
import { OrganizationDocument, type OrganizationQuery } from '../gql/graphql.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Card, Heading } from '../ui/parts.tsx';
import { authMethods, day, list, mfaMethods, roleName, sentence } from '../ui/words.ts';
import { usePerson } from '../viewer.ts';

type Organization = NonNullable<OrganizationQuery['viewer']['organization']>;

const waysIn = ({ authMethods: { allowance, allowed } }: Organization): string =>
  allowance === 'ALL_ALLOWED' ? 'Every way' : sentence(list(allowed.map((method) => authMethods[method])));

const secondFactor = ({ mfaPolicy, mfaMethods: { allowance, allowed } }: Organization): string => {
  const by = allowance === 'ALL_ALLOWED' ? '' : `, by ${list(allowed.map((method) => mfaMethods[method]))}`;
  return `${mfaPolicy === 'REQUIRED_FOR_ALL' ? 'Required of everybody' : 'Everybody’s own choice'}${by}`;
};

export function Organization() {
  const { organization } = usePerson();
  const query = useQuery(OrganizationDocument);
  return (
    <>
      <Heading title={organization.name} lead="How people come in, and what you may do here." />
      <Loaded query={query} lines={6}>
        {({ viewer: { organization, member } }) =>
          organization && (
            <>
              <dl className="figures">
                <div>
                  <dt>Members</dt>
                  <dd>{organization.metrics?.memberCount ?? '–'}</dd>
                </div>
                <div>
                  <dt>Since</dt>
                  <dd>{day(organization.createdAt)}</dd>
                </div>
                <div>
                  <dt>Short name</dt>
                  <dd>{organization.slug}</dd>
                </div>
              </dl>
              <Card title="Signing in">
                <dl className="facts">
                  <dt>Ways in</dt>
                  <dd>{waysIn(organization)}</dd>
                  <dt>Second factor</dt>
                  <dd>{secondFactor(organization)}</dd>
                  <dt>Email domains</dt>
                  <dd>{list(organization.emailAllowedDomains) || 'Any'}</dd>
                </dl>
              </Card>
              <Card title="Your roles">
                <ul className="rows">
                  {member?.roles.map(({ roleId, role }) => (
                    <li key={roleId}>
                      <span className="what">
                        <b>{roleName(roleId)}</b>
                        <small>{role?.description}</small>
                      </span>
                    </li>
                  ))}
                </ul>
              </Card>
            </>
          )
        }
      </Loaded>
    </>
  );
}
