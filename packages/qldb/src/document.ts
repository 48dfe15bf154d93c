import type { dom } from "ion-js";
import { getField, readText, readInteger } from "./verify/ion.ts";

/** What the ledger holds of one event. A type, since Ion takes it as it is. */
export type Document = {
  /** Tenant and event in one: QLDB's indexes are over one field. */
  eventKey: string;
  tenantId: string;
  eventId: string;
  /** Place in the tenant's order. */
  position: number;
  /** RFC 8785 text of the record. */
  record: string;
};

export function buildEventKey(tenantId: string, eventId: string): string {
  if (tenantId.includes("/")) throw new TypeError("a tenant's id holds a slash");
  return `${tenantId}/${eventId}`;
}

export const readDocument = (value: dom.Value): Document => ({
  eventKey: readText(getField(value, "eventKey")),
  tenantId: readText(getField(value, "tenantId")),
  eventId: readText(getField(value, "eventId")),
  position: readInteger(getField(value, "position")),
  record: readText(getField(value, "record")),
});
