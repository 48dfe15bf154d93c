import { sql, type SQL, type SQLWrapper } from "drizzle-orm";

/**
 * Whether a text holds `part`, whatever the case of both. A position and no pattern: % and _ are letters like others. The
 * collation knows the case of all letters, also where the database's own knows a to z alone.
 */
export const matchText = (text: SQLWrapper, part: string): SQL =>
  sql`position(lower(${part}::text collate pg_c_utf8) in lower(${text} collate pg_c_utf8)) > 0`;
