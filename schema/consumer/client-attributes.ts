/** The device from which a person acts. */
import { builder } from '../builder.ts';
import type { InputFieldBuilder } from '../mutation.ts';

const ClientAttributesInput = builder.inputType('ClientAttributesInput', {
  description: 'What is known of the device from which a person acts.',
  fields: (t) => ({
    ipAddress: t.string({ description: 'IP address of the device.' }),
    userAgent: t.string({ description: 'The header `User-Agent` that the device sends.' }),
  }),
});

/** The device, of which only servers know more than the gateway does. */
export const attributesInput = (t: InputFieldBuilder) => ({
  attributes: t.field({
    type: ClientAttributesInput,
    serversOnly: 'device',
    description:
      'The device from which the person acts. Servers only: for users and visitors the gateway fills in the IP address and the `User-Agent` of the request.',
  }),
});
