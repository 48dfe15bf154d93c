import type { dom } from "ion-js";
import { getField, readText, readInteger } from "./verify/ion.ts";

/** An event's document in the ledger. A type, not an interface, because Ion's types need an index signature. */
export type Document = {
  /** Tenant and event in one field, because a QLDB index covers one field. */
  eventKey: string;
  tenantId: string;
  eventId: string;
  /** Position in the tenant's sequence. */
  position: number;
  /** RFC 8785 text of the record. */
  record: string;
};

export function buildEventKey(tenantId: string, eventId: string): string {
  if (tenantId.includes("/")) throw new TypeError("a tenant's id contains a slash");
  return `${tenantId}/${eventId}`;
}

export const readDocument = (value: dom.Value): Document => ({
  eventKey: readText(getField(value, "eventKey")),
  tenantId: readText(getField(value, "tenantId")),
  eventId: readText(getField(value, "eventId")),
  position: readInteger(getField(value, "position")),
  record: readText(getField(value, "record")),
});
