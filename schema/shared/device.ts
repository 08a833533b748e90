import { contractObject } from '../builder.ts';

const DeviceAttribute = contractObject('DeviceAttribute', 'api_device_history_v1_DeviceAttributeDetails').implement({
  description: 'Whether somebody was seen with the same before.',
  fields: (t) => ({
    isNew: t.exposeBoolean('is_new', { description: 'Whether this is the first time.' }),
    firstSeenAt: t.expose('first_seen_at', { type: 'DateTime', nullable: true, description: 'The first time of all.' }),
    lastSeenAt: t.expose('last_seen_at', { type: 'DateTime', nullable: true, description: 'The latest time.' }),
  }),
});

/** What device fingerprinting knows of a sign-in, the same for members and users. */
export const Device = contractObject('Device', 'api_device_history_v1_DeviceInfo').implement({
  description: 'The device that somebody signs in with, as device fingerprinting sees it.',
  fields: (t) => ({
    visitorId: t.exposeString('visitor_id', { description: 'Id of the device, the same at each visit.' }),
    visitorIdDetails: t.expose('visitor_id_details', {
      type: DeviceAttribute,
      nullable: true,
      description: 'Whether the device is known.',
    }),
    ipAddress: t.exposeString('ip_address', { nullable: true, description: 'IP address it calls from.' }),
    ipAddressDetails: t.expose('ip_address_details', {
      type: DeviceAttribute,
      nullable: true,
      description: 'Whether that address is known.',
    }),
    ipGeoCity: t.exposeString('ip_geo_city', { nullable: true, description: 'City that the address belongs to.' }),
    ipGeoRegion: t.exposeString('ip_geo_region', { nullable: true, description: 'Region of that city.' }),
    ipGeoCountry: t.exposeString('ip_geo_country', { nullable: true, description: 'Country code of that region.' }),
    ipGeoCountryDetails: t.expose('ip_geo_country_details', {
      type: DeviceAttribute,
      nullable: true,
      description: 'Whether that country is known.',
    }),
  }),
});
