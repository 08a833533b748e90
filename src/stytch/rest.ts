import type { components } from './contract.ts';

/** Every object of the REST contract by its name there, as it stands on the wire (snake_case). */
export type Schemas = components['schemas'];

/** The name of one object of the contract, such as `api_organization_v1_Member`. */
export type SchemaName = keyof Schemas;
