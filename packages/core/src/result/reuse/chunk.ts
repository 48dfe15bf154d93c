/** PostgreSQL takes 65,535 parameters in a statement, and the largest rows have about 30. */
const ROWS_PER_STATEMENT = 500;

/** Divides rows among statements. */
export const chunk = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / ROWS_PER_STATEMENT) }, (_, index) =>
    rows.slice(index * ROWS_PER_STATEMENT, (index + 1) * ROWS_PER_STATEMENT),
  );
