import { sql, type SQL, type SQLWrapper } from "drizzle-orm";

/**
 * Condition that a text contains `part`, case-insensitively. It uses a position and not a pattern, so that % and _ have
 * no special meaning, and a collation that knows the case of all letters, unlike some default collations.
 */
export const matchText = (text: SQLWrapper, part: string): SQL =>
  sql`position(lower(${part}::text collate pg_c_utf8) in lower(${text} collate pg_c_utf8)) > 0`;
