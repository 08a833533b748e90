import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { mergeMetadata } from '../shared/checks.ts';
import { type Filters, paginate, readQuery } from '../shared/search.ts';
import { newId, opaqueToken } from '../shared/tokens.ts';
import type { M2mClient, M2mRecord, ProjectStore } from '../store.ts';

const find = (store: ProjectStore, clientId: string): M2mRecord =>
  store.m2mClients.get(clientId) ?? fail(404, 'm2m_client_not_found', 'No M2M client has this client id.');

const findRotating = (store: ProjectStore, clientId: string) => {
  const { client, client_secret, next_client_secret } = find(store, clientId);
  const { next_client_secret_last_four: _, ...rest } = client;
  return next_client_secret === undefined
    ? fail(400, 'm2m_client_not_rotating_secret', 'No rotation of the client secret is under way.')
    : { client: rest, client_secret, next_client_secret };
};

const save = (store: ProjectStore, record: M2mRecord): M2mClient => {
  store.m2mClients.set(record.client.client_id, record);
  return record.client;
};

/** Scopes without duplicates. Rejects characters that RFC 6749 does not allow. */
const checkedScopes = (scopes: readonly string[]): string[] => {
  if (scopes.some((scope) => !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope))) {
    fail(400, 'invalid_m2m_client_scope', 'A scope has no spaces, quotes or backslashes.');
  }
  return [...new Set(scopes)];
};

const checkTexts = ({ client_name, client_description }: { client_name?: string; client_description?: string }) => {
  if (client_name && client_name.length > 128) {
    fail(400, 'm2m_client_invalid_client_name', 'A client name has 128 characters at most.');
  }
  if (client_description && client_description.length > 1024) {
    fail(400, 'm2m_client_invalid_client_description', 'A client description has 1024 characters at most.');
  }
};

const checkClientId = (store: ProjectStore, clientId: string | undefined) => {
  if (clientId === undefined) return;
  // No colon: the token endpoint accepts `id:secret` by Basic authentication, where a colon ends the id.
  if (!/^[A-Za-z0-9._~|-]{1,128}$/.test(clientId)) {
    fail(400, 'm2m_client_invalid_client_id', 'A client id has 1 to 128 letters, digits, dots, dashes and the like.');
  }
  if (store.m2mClients.has(clientId)) fail(400, 'duplicate_m2m_client_id', 'Another client has this client id.');
};

const checkSecret = (secret: string | undefined) => {
  if (secret === undefined) return;
  if (secret.length > 256) fail(400, 'client_secret_too_long', 'A client secret has 256 characters at most.');
  if (secret.length < 8 || new Set(secret).size < 5) {
    fail(400, 'insecure_m2m_client_secret', 'A client secret has 8 characters or more, and not always the same ones.');
  }
};

const filters: Filters<M2mClient> = {
  client_id: { expects: 'strings', match: ({ client_id }, ids) => ids.includes(client_id) },
  client_name: { expects: 'strings', match: ({ client_name }, names) => names.includes(client_name) },
  scopes: { expects: 'strings', match: ({ scopes }, wanted) => wanted.some((scope) => scopes.includes(scope)) },
};

export const m2m = {
  api_m2m_v1_m2m_clients_Get: {
    answer: ({ store, params }) => ({ m2m_client: find(store, params.client_id).client }),
  },

  api_m2m_v1_m2m_clients_Update: {
    answer: ({ store, params, body }) => {
      const record = find(store, params.client_id);
      const { scopes, trusted_metadata, ...plain } = body;
      checkTexts(plain);
      const client = {
        ...record.client,
        ...plain,
        ...(scopes ? { scopes: checkedScopes(scopes) } : {}),
        trusted_metadata: mergeMetadata(record.client.trusted_metadata, trusted_metadata),
      };
      return { m2m_client: save(store, { ...record, client }) };
    },
  },

  // Issued tokens stay valid until they expire, because they are verified without the client.
  api_m2m_v1_m2m_clients_Delete: {
    answer: ({ store, params }) => {
      const { client_id } = find(store, params.client_id).client;
      store.m2mClients.delete(client_id);
      return { client_id };
    },
  },

  api_m2m_v1_m2m_clients_Search: {
    answer: ({ store, body }) => {
      const found = [...store.m2mClients.values()]
        .map(({ client }) => client)
        .filter(readQuery('m2m_search', filters, body.query));
      const { page, ...results_metadata } = paginate(found, ({ client_id }) => client_id, {
        ...body,
        scope: body.query,
      });
      return { m2m_clients: page, results_metadata };
    },
  },

  // The secret is only in this response.
  api_m2m_v1_m2m_clients_Create: {
    answer: ({ store, body }) => {
      checkClientId(store, body.client_id);
      checkSecret(body.client_secret);
      checkTexts(body);
      const client_secret = body.client_secret ?? opaqueToken();
      const client = save(store, {
        client_secret,
        client: {
          client_id: body.client_id ?? newId('m2m-client'),
          client_name: body.client_name ?? '',
          client_description: body.client_description ?? '',
          status: 'active',
          scopes: checkedScopes(body.scopes),
          client_secret_last_four: client_secret.slice(-4),
          trusted_metadata: mergeMetadata({}, body.trusted_metadata),
        },
      });
      return { m2m_client: { ...client, client_secret } };
    },
  },

  // Both secrets are valid until the rotation ends; the next secret is only in this response.
  api_m2m_v1_m2m_clients_secrets_RotateStart: {
    answer: ({ store, params }) => {
      const record = find(store, params.client_id);
      if (record.next_client_secret !== undefined) {
        fail(400, 'm2m_client_already_rotating_secret', 'A rotation is under way: complete or cancel it first.');
      }
      const next_client_secret = opaqueToken();
      const client = { ...record.client, next_client_secret_last_four: next_client_secret.slice(-4) };
      return { m2m_client: { ...save(store, { ...record, client, next_client_secret }), next_client_secret } };
    },
  },

  api_m2m_v1_m2m_clients_secrets_RotateCancel: {
    answer: ({ store, params }) => {
      const { client, client_secret } = findRotating(store, params.client_id);
      return { m2m_client: save(store, { client, client_secret }) };
    },
  },

  api_m2m_v1_m2m_clients_secrets_Rotate: {
    answer: ({ store, params }) => {
      const { client, next_client_secret: client_secret } = findRotating(store, params.client_id);
      return {
        m2m_client: save(store, {
          client_secret,
          client: { ...client, client_secret_last_four: client_secret.slice(-4) },
        }),
      };
    },
  },
} satisfies DomainHandlers<ProjectStore>;
