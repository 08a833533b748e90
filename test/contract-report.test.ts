/** `npm run contract` as a program, over contracts that are derived from the committed one. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterAll, describe, expect, it } from 'vitest';
import { type Contract, type JsonSchema, readContract } from '../docs/printing/contract-report/contract.ts';

const root = join(import.meta.dirname, '..');
const committed = join(root, 'src/stytch/contract/contract.json');
const folder = mkdtempSync(join(tmpdir(), 'contract-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Change<T> = (value: T) => T;

/** The committed contract with modified objects. */
const withObjects = (contract: Contract, change: (name: string, schema: JsonSchema) => JsonSchema): Contract => ({
  ...contract,
  components: {
    schemas: Object.fromEntries(
      Object.entries(contract.components.schemas).map(([name, schema]) => [name, change(name, schema)]),
    ),
  },
});

const withObject = (contract: Contract, wanted: string, change: Change<JsonSchema>): Contract => {
  expect(contract.components.schemas).toHaveProperty(wanted);
  return withObjects(contract, (name, schema) => (name === wanted ? change(schema) : schema));
};

const withProperty =
  (name: string, property: JsonSchema, isRequired = false): Change<JsonSchema> =>
  (schema) => ({
    ...schema,
    properties: { ...schema.properties, [name]: property },
    required: [...(schema.required ?? []), ...(isRequired ? [name] : [])],
  });

const withoutProperties =
  (...names: string[]): Change<JsonSchema> =>
  (schema) => ({
    ...schema,
    ...(schema.properties && {
      properties: Object.fromEntries(Object.entries(schema.properties).filter(([name]) => !names.includes(name))),
    }),
    ...(schema.required && { required: schema.required.filter((name) => !names.includes(name)) }),
  });

const withPath = (
  contract: Contract,
  path: string,
  change: Change<Contract['paths'][string] | undefined>,
): Contract => {
  const { [path]: methods, ...others } = contract.paths;
  const changed = change(methods);
  return { ...contract, paths: changed ? { ...others, [path]: changed } : others };
};

interface Outcome {
  readonly status: number;
  readonly text: string;
  /** The lines of one change, selected by the beginning of its first line. */
  readonly about: (beginning: string) => string;
}

const report = (newer: Contract, older?: Contract): Promise<Outcome> => {
  const write = (name: string, contract: Contract) => {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(contract));
    return file;
  };
  return run(write('newer.json', newer), ...(older ? ['--from', write('older.json', older)] : []));
};

const run = (...args: string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile(execPath, [join(root, 'docs/printing/contract-report/main.ts'), ...args], (error, text, complaint) =>
      resolve({
        status: typeof error?.code === 'number' ? error.code : 0,
        text: text + complaint,
        about: (beginning) => text.split('\n\n').find((part) => part.startsWith(beginning)) ?? '',
      }),
    );
  });

const now = readContract(committed);
const string = { type: 'string' };

describe('npm run contract', () => {
  it('reports nothing about an equal contract', async () => {
    const { status, text } = await run(committed);
    expect(text).toBe('0 changes, 0 unhandled\n');
    expect(status).toBe(0);
  });

  it('names its arguments if there are none', async () => {
    const { status, text } = await run();
    expect(text).toContain('npm run contract -- path/to/newer.json');
    expect(status).toBe(2);
  });

  it('finds the change of 29 November 2026 handled, by what the graphs have of it', async () => {
    const added = ['id_token_template_content', 'intermediate_session_token_expires_at', 'error_details'];
    const older = withObjects(now, (name, schema) => ({
      ...withoutProperties(...added)(schema),
      ...(name === 'api_sso_v1_AuthenticateRequestLocale' && schema.enum && { enum: schema.enum.slice(0, 8) }),
    }));
    const { status, text, about } = await report(now, older);
    const lines = text.split('\n');
    expect(lines[0]).toBe('24 changes, 0 unhandled');
    expect(status).toBe(0);
    expect(lines.filter((line) => line.includes('.intermediate_session_token_expires_at'))).toHaveLength(17);
    expect(lines.filter((line) => line.includes('.id_token_template_content'))).toHaveLength(5);
    expect(about('property added: api_connectedapps_v1_ConnectedApp.')).toContain(
      'b2b ConnectedApp.idTokenTemplateContent',
    );
    expect(about('words added: api_sso_v1_AuthenticateRequestLocale')).toContain(
      'b2b Mutation.authenticateMemberSso(locale)',
    );
    expect(about('property added: Error.error_details')).toContain('handled');
  });

  it('says what to do where about what no graph has, and fails', async () => {
    const user = '/v1/users/{user_id}';
    const get = now.paths[user]?.['get'];
    if (!get) throw new Error('The contract has a user.');
    let newer = withPath(now, '/v1/users/{user_id}/badges', () => ({
      get: { ...get, operationId: 'api_user_v1_Badges' },
    }));
    newer = withPath(newer, '/v1/m2m/clients/{client_id}/secrets/rotate/cancel', () => undefined);
    newer = withObject(newer, 'api_organization_v1_Member', withProperty('shoe_size', string, true));
    newer = withObject(
      newer,
      'api_organization_v1_Member',
      withProperty('wishes', { type: 'object', additionalProperties: true }),
    );
    newer = withObject(newer, 'api_organization_v1_Member', withoutProperties('is_breakglass'));
    newer = withObject(
      newer,
      'api_organization_v1_organizations_members_CreateRequest',
      withProperty('shoe_size', string),
    );
    newer = withObject(newer, 'api_fraud_v1_RuleType', (schema) => ({
      ...schema,
      enum: [...(schema.enum ?? []), 'MOON_PHASE'],
    }));
    newer = withObject(newer, 'api_m2m_v1_M2MClient', withProperty('client_name', { type: 'integer' }));

    const { status, text, about } = await report(newer);
    expect(status).toBe(1);
    expect(text.split('\n')[0]).toBe('8 changes, 8 unhandled');

    const badges = about('operation added: get /v1/users/{user_id}/badges (api_user_v1_Badges)');
    expect(badges).toMatch(/files: src\/stytch\/contract\/traits\.ts, .*schema\/consumer\/user/);

    const cancel = about('operation removed: post /v1/m2m/clients/{client_id}/secrets/rotate/cancel');
    expect(cancel).toContain('consumer Mutation.cancelM2mClientSecretRotation');
    expect(cancel).toContain('schema/project/m2m.ts');

    const shown = about('property added: api_organization_v1_Member.shoe_size (string, required)');
    expect(shown).toContain('show it as `shoeSize`, or say why not in test/left-out.ts');
    expect(shown).toContain('schema/b2b/member.ts');
    expect(about('property added: api_organization_v1_Member.wishes')).toContain('list it as free-form');
    expect(about('property removed: api_organization_v1_Member.is_breakglass')).toContain(
      'touches: b2b Member.isBreakglass\n  to do: remove the field',
    );

    const taken = about('property added: api_organization_v1_organizations_members_CreateRequest.shoe_size');
    expect(taken).toContain('take it as `shoeSize`');
    expect(taken).toContain('touches: b2b Mutation.createMember');

    expect(about('words added: api_fraud_v1_RuleType, "MOON_PHASE"')).toContain('b2b FraudRule.type');
    expect(about('property type changed: api_m2m_v1_M2MClient.client_name (string -> integer)')).toContain(
      'change the type of the field to integer',
    );
  });

  it('reports properties that became required or optional by their effect on the graph', async () => {
    let newer = withObject(now, 'api_organization_v1_organizations_members_CreateRequest', (schema) => ({
      ...schema,
      required: [...(schema.required ?? []), 'name'],
    }));
    newer = withObject(newer, 'api_organization_v1_Member', (schema) => ({
      ...schema,
      required: (schema.required ?? []).filter((name) => name !== 'email_address'),
    }));
    const { status, about } = await report(newer);
    expect(about('property now required: api_organization_v1_organizations_members_CreateRequest.name')).toContain(
      'to do: require `name`',
    );
    const optional = about('property now optional: api_organization_v1_Member.email_address');
    expect(optional).toContain('b2b Member.emailAddress');
    expect(status).toBe(1);
  });
});
