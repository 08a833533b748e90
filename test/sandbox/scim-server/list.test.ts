/** Lists of a SCIM connection: pages, order, filters and attributes. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENTERPRISE_USER, ERROR, type ScimServer, startScimServer } from './connection.ts';

let scim: ScimServer;
beforeEach(async () => {
  scim = await startScimServer();
});
afterEach(() => scim.close());

describe('Lists', () => {
  it('have pages, with the number of all results', async () => {
    const all = await scim.listed('/Users');
    const seen: unknown[] = [];
    for (let startIndex = 1; ; startIndex += 2) {
      const { body } = await scim.ask('GET', `/Users?startIndex=${startIndex}&count=2`);
      const page = body['Resources'] as unknown[];
      expect(body).toMatchObject({ totalResults: all.length, startIndex, itemsPerPage: page.length });
      if (page.length === 0) break;
      seen.push(...page);
    }
    expect(seen).toEqual(all);
    expect((await scim.ask('GET', '/Users?count=0')).body).toMatchObject({ totalResults: all.length, Resources: [] });
    expect((await scim.ask('GET', '/Users?startIndex=-3&count=-1')).body).toMatchObject({
      startIndex: 1,
      itemsPerPage: 0,
    });
  });

  it('are sorted case-insensitively, with missing values last', async () => {
    for (const [userName, title] of [
      ['one@northgate.example', 'beta'],
      ['two@northgate.example', undefined],
      ['three@northgate.example', 'Alpha'],
      ['four@northgate.example', 'Gamma'],
    ]) {
      await scim.made('/Users', { userName, nickName: 'sorted', title, emails: [{ value: userName }] });
    }
    const names = async (query: string) =>
      (await scim.listed(`/Users?filter=${encodeURIComponent('nickName eq "sorted"')}&${query}`)).map(({ userName }) =>
        String(userName).replace('@northgate.example', ''),
      );
    expect(await names('sortBy=Title')).toEqual(['three', 'one', 'four', 'two']);
    expect(await names('sortBy=title&sortOrder=descending')).toEqual(['two', 'four', 'one', 'three']);
    expect(await names('sortBy=emails')).toEqual(['four', 'one', 'three', 'two']);
    expect(await names('sortBy=urn:ietf:params:scim:schemas:core:2.0:User:emails.value')).toEqual([
      'four',
      'one',
      'three',
      'two',
    ]);
    expect(await names('sortBy=meta.created&count=2')).toHaveLength(2);
  });

  it('have at most 200 resources', async () => {
    const member = scim.called('viktor.petrov');
    for (let number = 0; number < 205; number += 1) {
      const member_id = `member-test-${number}`;
      scim.stytch.store.members.set(member_id, { ...member, member_id });
    }
    for (const query of ['', '?count=1000']) {
      const { body } = await scim.ask('GET', `/Users${query}`);
      expect(body).toMatchObject({ itemsPerPage: 200 });
      expect(Number(body['totalResults'])).toBeGreaterThan(205);
    }
  });

  it.each([
    ['displayName sw "vik"', ['Viktor Petrov']],
    ['userName eq "VIKTOR.PETROV@northgate.example" and active eq true', ['Viktor Petrov']],
    ['emails[type eq "work" and value co "viktor"]', ['Viktor Petrov']],
    ['emails co "VIKTOR"', ['Viktor Petrov']],
    ['userName sw "viktor" and groups pr', ['Viktor Petrov']],
    ['emails.value eq "viktor.petrov@northgate.example"', ['Viktor Petrov']],
    ['userName sw "viktor" or name.familyName eq "Kamau"', ['Viktor Petrov', 'Wanjiru Kamau']],
    [`${ENTERPRISE_USER}:department eq "internal audit"`, ['Wanjiru Kamau']],
    ['userName sw "viktor" and not (active eq true)', []],
    ['userName sw "viktor" AND (active eq true AND (displayName pr OR title eq "x"))', ['Viktor Petrov']],
    ['not (userName co "k" or not (displayName sw "Viktor" or active eq false))', []],
    ['emails[type eq "work"].value eq "viktor.petrov@northgate.example"', ['Viktor Petrov']],
    ['emails[not (type ne "work")].value sw "viktor"', ['Viktor Petrov']],
    ['displayName eq "Viktor\\u0020Petrov" and title ne "(a\\"b"', ['Viktor Petrov']],
    ['userName sw "viktor" and meta.created lt "2090-01-01T00:00:00+05:00"', ['Viktor Petrov']],
    ['userName sw "viktor" and meta.created ge "2090-01-01T00:00:00Z"', []],
    ['displayName sw "vik" and nickName ne null and phoneNumbers eq null', ['Viktor Petrov']],
    ['emails.type eq "work" and emails.value ew "viktor.petrov@northgate.example"', ['Viktor Petrov']],
    ['nickName eq "unknown"', []],
  ])('are filtered by %s', async (filter, names) => {
    const found = await scim.listed(`/Users?sortBy=displayName&filter=${encodeURIComponent(filter)}`);
    expect(found.map(({ displayName }) => displayName)).toEqual(names);
    const searched = await scim.ask('POST', '/Users/.search', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
      filter,
      attributes: ['displayName'],
      sortBy: 'displayName',
      sortOrder: 'descending',
    });
    expect((searched.body['Resources'] as typeof found).map((user) => Object.keys(user).sort().join())).toEqual(
      names.map(() => 'displayName,id,schemas'),
    );
    expect((searched.body['Resources'] as typeof found).map(({ displayName }) => displayName)).toEqual(
      [...names].reverse(),
    );
  });

  it('are filtered by attributes that some users do not have', async () => {
    const id = await scim.made('/Users', { userName: 'plain@northgate.example' });
    for (const filter of [
      'emails.type eq "work"',
      'emails[type eq "work"]',
      'name.familyName eq "petrov"',
      `${ENTERPRISE_USER}:manager.value eq "x"`,
    ]) {
      const found = await scim.listed(`/Users?filter=${encodeURIComponent(`${filter} or userName sw "plain"`)}`);
      expect(
        found.map((user) => user['id']),
        filter,
      ).toContain(id);
      const others = await scim.listed(`/Users?filter=${encodeURIComponent(filter)}`);
      expect(
        others.map((user) => user['id']),
        filter,
      ).not.toContain(id);
    }
  });

  it.each([
    ['attributes=userName', ['id', 'schemas', 'userName']],
    ['attributes=emails.value', ['emails', 'id', 'schemas']],
    ['attributes=urn:ietf:params:scim:schemas:core:2.0:User:userName', ['id', 'schemas', 'userName']],
    [`attributes=${ENTERPRISE_USER}:department`, ['id', 'schemas', ENTERPRISE_USER]],
  ])('have only the requested attributes: %s', async (query, names) => {
    const { member_id } = scim.called('viktor.petrov');
    for (const user of [
      ...(await scim.listed(`/Users?${query}`)),
      (await scim.ask('GET', `/Users/${member_id}?${query}`)).body,
    ]) {
      expect(Object.keys(user).sort()).toEqual(names);
    }
  });

  it('omit excluded attributes', async () => {
    expect(await scim.listed('/Users?excludedAttributes=schemas')).toEqual(await scim.listed('/Users'));
    const query = 'excludedAttributes=emails,groups,schemas,id';
    for (const user of await scim.listed(`/Users?${query}`)) {
      expect(user).toMatchObject({ id: expect.any(String), schemas: expect.any(Array), userName: expect.any(String) });
      expect(user).not.toHaveProperty('emails');
      expect(user).not.toHaveProperty('groups');
    }
  });

  it.each([
    `userName eq "${'x'.repeat(2000)}"`,
    'userName eq viktor',
    'userName eq "viktor',
    'userName eq "x" userName eq "y"',
    'userName eq "x" and',
    '(userName eq "x"))',
    'emails[type eq "work"',
    'emails[]',
    '[type eq "work"]',
    '"userName" eq "x"',
    'constructor eq "x" or toString pr or',
    '('.repeat(1990),
    'a.b.c eq',
    'userName eq',
    'userName maybe "x"',
    '(userName eq "x"',
    'userName',
    '   ',
  ])('reject the filter %j', async (filter) => {
    expect(await scim.ask('GET', `/Users?filter=${encodeURIComponent(filter)}`)).toMatchObject({
      status: 400,
      body: { schemas: [ERROR], status: '400', scimType: 'invalidFilter' },
    });
  });
});
