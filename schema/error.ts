import { StytchError } from '../src/stytch/error.ts';
import { errorCodes } from '../src/stytch/error-code.ts';
import { builder } from './builder.ts';

const ErrorCode = builder.enumType('ErrorCode', {
  description: 'Codes of errors, a closed list for clients to match on.',
  values: Object.fromEntries(
    Object.entries(errorCodes).map(([code, description]) => [code, { value: code, description }]),
  ),
});

const ErrorInterface = builder.interfaceRef<StytchError>('Error').implement({
  description: 'An error that clients should handle.',
  fields: (t) => ({
    message: t.string({
      description: 'Explanation for developers. Not for end users.',
      resolve: (error) => error.message,
    }),
    code: t.field({
      type: ErrorCode,
      description: 'Code of the error.',
      resolve: (error) => error.facts.code,
    }),
    path: t.stringList({
      nullable: true,
      description:
        'Path of the invalid value in `input`, such as `["emailAddress"]` or `["roleIds", "0"]`. Null if no single value is the cause.',
      resolve: ({ facts }) => facts.path && [...facts.path],
    }),
    requestId: t.string({
      nullable: true,
      description: 'Id of the call to Stytch, for its support. Null if there was none.',
      resolve: ({ facts }) => facts.requestId,
    }),
    retryAfter: t.int({
      nullable: true,
      description: 'Seconds to wait before a retry. Null if unknown.',
      resolve: ({ facts }) => facts.retryAfter,
    }),
  }),
});

builder.objectType(StytchError, {
  name: 'MutationError',
  interfaces: [ErrorInterface],
  description: 'Why a mutation failed: Stytch rejected it, the gateway rejected it, or no response arrived.',
  fields: (t) => ({
    errorType: t.string({
      nullable: true,
      description: 'Error type of Stytch, such as `member_not_found`. Null if the gateway raised the error.',
      resolve: ({ facts }) => facts.errorType,
    }),
    statusCode: t.int({
      nullable: true,
      description: 'HTTP status of Stytch’s response. Null if there was none.',
      resolve: ({ facts }) => facts.statusCode,
    }),
    details: t.field({
      type: 'JSONObject',
      nullable: true,
      description: 'Details of Stytch’s error, without secrets. Null if there are none. Servers only.',
      resolve: ({ facts }, _, { caller }) => (caller.kind === 'server' && facts.details ? { ...facts.details } : null),
    }),
    errorUrl: t.string({
      nullable: true,
      description: 'URL of Stytch’s page about the error. Null if there is none.',
      resolve: ({ facts }) => facts.errorUrl,
    }),
  }),
});
