import * as z from "zod";
import {
  AssetCredentialed,
  AssetEdited,
  AssetGenerated,
  AssetReviewed,
  listGeneratedErasable,
  ShotListed,
} from "./asset.ts";
import { createUserErasable, type Erasable } from "./parts.ts";
import {
  listAdminErasable,
  listInputErasable,
  AdminActed,
  InputRegistered,
  ModelRegistered,
  Redacted,
  WorkflowPublished,
} from "./studio.ts";

export { subjectKinds, type Erasable, type SubjectKind, type User } from "./parts.ts";

/** All types of records in a studio's log. A new field requires a new schema number. */
export const Event = z.discriminatedUnion("type", [
  AssetGenerated,
  AssetCredentialed,
  AssetReviewed,
  AssetEdited,
  ShotListed,
  InputRegistered,
  ModelRegistered,
  WorkflowPublished,
  AdminActed,
  Redacted,
]);
export type Event = z.infer<typeof Event>;

/** Places of commitments in an event's record. */
export function listErasable(event: Event): Erasable[] {
  switch (event.type) {
    case "asset.generated":
      return listGeneratedErasable(event);
    case "input.registered":
      return listInputErasable(event);
    case "admin.acted":
      return listAdminErasable(event);
    case "asset.credentialed":
    case "shot.listed":
      return [];
    default:
      return [createUserErasable(event)];
  }
}
