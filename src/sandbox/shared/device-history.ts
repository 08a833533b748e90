/** Device history of a person, recorded at sign-in: `member_device` and `user_device` of responses. */
import type { Schemas } from '../../stytch/contract/types.ts';
import { isPast, type ProjectStore, timestamp } from '../store.ts';

type DeviceInfo = Schemas['api_device_history_v1_DeviceInfo'];
type Details = Schemas['api_device_history_v1_DeviceAttributeDetails'];

/**
 * Records the device of a telemetry id for a person.
 *
 * @returns the device and, for each attribute, when the person first and last used it; undefined if the telemetry id is
 *   unknown or expired, which does not fail the sign-in
 */
export const recordDevice = (store: ProjectStore, personId: string, telemetryId: string): DeviceInfo | undefined => {
  const telemetry = store.telemetry.get(telemetryId);
  if (!telemetry || isPast(store, telemetry.expires_at)) return undefined;
  const { visitor_id = telemetry.fingerprints.visitor_fingerprint } = telemetry.fingerprints;
  const { ip_address, ip_geolocation: place } = telemetry.properties.network_properties;
  const now = timestamp(store.now());
  const details = (attribute: string, value: string): Details => {
    const key = JSON.stringify([personId, attribute, value]);
    const before = store.deviceHistory.get(key);
    const seen = { first_seen_at: before?.first_seen_at ?? now, last_seen_at: now };
    store.deviceHistory.set(key, seen);
    return { is_new: before === undefined, ...seen };
  };
  return {
    visitor_id,
    visitor_id_details: details('visitor_id', visitor_id),
    ip_address,
    ip_address_details: details('ip_address', ip_address),
    ip_geo_city: place.city,
    ip_geo_region: place.region,
    ip_geo_country: place.country,
    ip_geo_country_details: details('ip_geo_country', place.country),
  };
};
