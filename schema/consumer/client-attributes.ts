/** The device of the end user. */
import { builder } from '../builder.ts';
import type { InputFieldBuilder } from '../mutation.ts';

const ClientAttributesInput = builder.inputType('ClientAttributesInput', {
  description: 'Attributes of the device of the end user.',
  fields: (t) => ({
    ipAddress: t.string({ description: 'IP address of the device.' }),
    userAgent: t.string({ description: 'Value of the device’s `User-Agent` header.' }),
  }),
});

/** Device attributes. Only servers send them: for all others the gateway reads them from the request. */
export const attributesInput = (t: InputFieldBuilder) => ({
  attributes: t.field({
    type: ClientAttributesInput,
    serversOnly: 'device',
    description:
      'Device of the end user. For users and visitors the gateway takes IP address and `User-Agent` from the request. Servers only.',
  }),
});
