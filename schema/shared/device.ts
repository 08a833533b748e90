import { contractObject } from '../builder.ts';

const DeviceAttribute = contractObject('DeviceAttribute', 'api_device_history_v1_DeviceAttributeDetails').implement({
  description: 'Whether a device, address or country was seen in earlier sign-ins.',
  fields: (t) => ({
    isNew: t.exposeBoolean('is_new', { description: 'Whether it is seen for the first time.' }),
    firstSeenAt: t.expose('first_seen_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was first seen. Null if unknown.',
    }),
    lastSeenAt: t.expose('last_seen_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last seen. Null if unknown.',
    }),
  }),
});

/** Result of device fingerprinting for a sign-in, shared by members and users. */
export const Device = contractObject('Device', 'api_device_history_v1_DeviceInfo').implement({
  description: 'The device of a sign-in, identified by device fingerprinting.',
  fields: (t) => ({
    visitorId: t.exposeString('visitor_id', { description: 'Id of the device, the same at each visit.' }),
    visitorIdDetails: t.expose('visitor_id_details', {
      type: DeviceAttribute,
      nullable: true,
      description: 'Whether the device was seen before. Null if unknown.',
    }),
    ipAddress: t.exposeString('ip_address', {
      nullable: true,
      description: 'IP address of the device. Null if unknown.',
    }),
    ipAddressDetails: t.expose('ip_address_details', {
      type: DeviceAttribute,
      nullable: true,
      description: 'Whether the IP address was seen before. Null if unknown.',
    }),
    ipGeoCity: t.exposeString('ip_geo_city', {
      nullable: true,
      description: 'City of the IP address. Null if unknown.',
    }),
    ipGeoRegion: t.exposeString('ip_geo_region', {
      nullable: true,
      description: 'Region of the IP address. Null if unknown.',
    }),
    ipGeoCountry: t.exposeString('ip_geo_country', {
      nullable: true,
      description: 'Country code of the IP address. Null if unknown.',
    }),
    ipGeoCountryDetails: t.expose('ip_geo_country_details', {
      type: DeviceAttribute,
      nullable: true,
      description: 'Whether the country was seen before. Null if unknown.',
    }),
  }),
});
