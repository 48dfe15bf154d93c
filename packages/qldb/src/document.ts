import type { dom } from "ion-js";
import { field, text, readInteger } from "./verify/ion.ts";

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

export function eventKey(tenantId: string, eventId: string): string {
  if (tenantId.includes("/")) throw new TypeError("a tenant's id holds a slash");
  return `${tenantId}/${eventId}`;
}

export const readDocument = (value: dom.Value): Document => ({
  eventKey: text(field(value, "eventKey")),
  tenantId: text(field(value, "tenantId")),
  eventId: text(field(value, "eventId")),
  position: readInteger(field(value, "position")),
  record: text(field(value, "record")),
});
