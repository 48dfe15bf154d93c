import * as z from "zod";
import {
  AssetCredentialed,
  AssetEdited,
  AssetGenerated,
  AssetReviewed,
  generatedErasable,
  ShotListed,
} from "./asset.ts";
import { byUser, type Erasable } from "./parts.ts";
import {
  adminErasable,
  inputErasable,
  AdminActed,
  InputRegistered,
  ModelRegistered,
  Redacted,
  WorkflowPublished,
} from "./studio.ts";

export { subjectKinds, type Erasable, type SubjectKind, type User } from "./parts.ts";

/** Everything that the log of a studio can hold. Closed: a new field is a new schema number. */
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

/** Where an event's record holds commitments. */
export function erasable(event: Event): Erasable[] {
  switch (event.type) {
    case "asset.generated":
      return generatedErasable(event);
    case "input.registered":
      return inputErasable(event);
    case "admin.acted":
      return adminErasable(event);
    case "asset.credentialed":
    case "shot.listed":
      return [];
    default:
      return [byUser(event)];
  }
}
