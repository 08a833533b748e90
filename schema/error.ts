import { StytchError } from '../src/stytch/error.ts';
import { errorCodes } from '../src/stytch/error-code.ts';
import { builder } from './builder.ts';

const ErrorCode = builder.enumType('ErrorCode', {
  description: 'What kind of trouble it is: the closed list to match on.',
  values: Object.fromEntries(
    Object.entries(errorCodes).map(([code, description]) => [code, { value: code, description }]),
  ),
});

const ErrorInterface = builder.interfaceRef<StytchError>('Error').implement({
  description: 'Something that a caller can be expected to meet.',
  fields: (t) => ({
    message: t.string({
      description: 'What went wrong, for developers; not to be shown to people as it is.',
      resolve: (error) => error.message,
    }),
    code: t.field({
      type: ErrorCode,
      description: 'What kind of trouble it is.',
      resolve: (error) => error.facts.code,
    }),
    path: t.stringList({
      nullable: true,
      description:
        'Place in `input` of the value that is not acceptable, such as `["emailAddress"]` or `["roleIds", "0"]`. Null if no single value is the reason.',
      resolve: ({ facts }) => facts.path && [...facts.path],
    }),
    requestId: t.string({
      nullable: true,
      description: 'Id of the call at Stytch, to be named to its support.',
      resolve: ({ facts }) => facts.requestId,
    }),
    retryAfter: t.int({
      nullable: true,
      description: 'Seconds to wait before the same call makes sense again.',
      resolve: ({ facts }) => facts.retryAfter,
    }),
  }),
});

builder.objectType(StytchError, {
  name: 'MutationError',
  interfaces: [ErrorInterface],
  description: 'Why a mutation did not happen: Stytch refused it, this gateway did so first, or the answer was lost.',
  fields: (t) => ({
    errorType: t.string({
      nullable: true,
      description: 'Stytch’s own word, such as `member_not_found`; null where the gateway speaks for itself.',
      resolve: ({ facts }) => facts.errorType,
    }),
    statusCode: t.int({
      nullable: true,
      description: 'HTTP status of Stytch’s answer.',
      resolve: ({ facts }) => facts.statusCode,
    }),
    details: t.field({
      type: 'JSONObject',
      nullable: true,
      description: 'What Stytch adds to this error, without secrets. Null if Stytch adds nothing. Servers only.',
      resolve: ({ facts }, _, { caller }) => (caller.kind === 'server' && facts.details ? { ...facts.details } : null),
    }),
    errorUrl: t.string({
      nullable: true,
      description: 'Stytch’s page about this error.',
      resolve: ({ facts }) => facts.errorUrl,
    }),
  }),
});
