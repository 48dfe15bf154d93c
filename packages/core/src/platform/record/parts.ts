import * as z from "zod";
import type { SubjectKind } from "../../schema/ledger.sql.ts";

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export { subjectKinds, type SubjectKind } from "../../schema/ledger.sql.ts";

/** A place in a record that holds a commitment instead of its value. */
export interface Erasable {
  /** JSON pointer. */
  field: string;
  /** Id of the member or input that the value belongs to. */
  subjectId: string;
  kind: SubjectKind;
}

/** Common fields of all records. `assertedAt`: when it happened, by the platform's clock. */
export const common = {
  eventId: z.string().min(1).max(200),
  assertedAt: z.iso.datetime(),
};

export const User = z.strictObject({ id: z.string(), name: z.string(), email: z.string() });
export type User = z.infer<typeof User>;

export const File = z.strictObject({ sha256: Sha256, bytes: z.int().nonnegative(), contentType: z.string() });

export const Place = { show: z.string(), sequence: z.string(), shot: z.string() };

/** Who did it. Erased with that person's identity. */
export const createUserErasable = ({ user }: { user: User }): Erasable => ({
  field: "/user",
  subjectId: user.id,
  kind: "identity",
});
