/** Filters of the audit log, stored in the URL. */
export interface AuditSearch {
  action?: string;
  actor?: string;
  subject?: string;
}

const KEYS = ["action", "actor", "subject"] as const;
const MAX_LENGTH = 64;

export const parseAuditSearch = (search: Record<string, unknown>): AuditSearch =>
  Object.fromEntries(
    KEYS.flatMap((key) => {
      const value = search[key];
      const text = typeof value === "string" ? value.trim() : "";
      return text === "" || text.length > MAX_LENGTH ? [] : [[key, text]];
    }),
  );
