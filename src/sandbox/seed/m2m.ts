import type { M2mRecord } from '../store.ts';
import { seedId, seedSecret } from './id.ts';

const client = (
  key: string,
  client_name: string,
  client_description: string,
  scopes: string[],
  status = 'active',
): M2mRecord => {
  const client_secret = seedSecret(`m2m client ${key}`);
  return {
    client_secret,
    client: {
      client_id: seedId('m2m-client', key),
      client_name,
      client_description,
      status,
      scopes,
      client_secret_last_four: client_secret.slice(-4),
      trusted_metadata: { team: key },
    },
  };
};

/** Two active M2M clients and an inactive one. */
export const m2mClients = [
  client('reports', 'Nightly reports', 'Reads what the reports are made of.', ['read:documents', 'read:invoices']),
  client('importer', 'Document importer', 'Brings documents in from elsewhere.', ['read:documents', 'write:documents']),
  client('retired-sync', 'Old synchronisation', 'Switched off, kept for the record.', ['read:documents'], 'inactive'),
];
