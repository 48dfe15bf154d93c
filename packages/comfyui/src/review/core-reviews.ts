import type { ClassReview } from "./class-review.ts";
import { evaluatingClasses } from "./evaluating-classes.ts";
import { limitedClasses } from "./limited-classes.ts";
import { loadingClasses } from "./loading-classes.ts";
import { plainClasses } from "./plain-classes.ts";
import { refusedClasses } from "./refused-classes.ts";
import { listNames, type ReviewGroup } from "./review-group.ts";
import { savingClasses } from "./saving-classes.ts";

/** The version of ComfyUI whose source was read for the reviews. */
export const reviewedVersion = "0.33.0";

const groups: readonly ReviewGroup[] = [
  { kind: "plain", classes: plainClasses },
  ...limitedClasses,
  ...loadingClasses,
  ...savingClasses,
  ...evaluatingClasses,
  ...refusedClasses,
];

let reviews: ReadonlyMap<string, ClassReview> | undefined;

/** Reviews of ComfyUI's own classes by name, except those that are marked as calling a paid service. */
export function getCoreReviews(): ReadonlyMap<string, ClassReview> {
  reviews ??= new Map(
    groups.flatMap(({ classes, ...review }) => listNames(classes).map((classType) => [classType, review] as const)),
  );
  return reviews;
}
