import * as Context from "../platform/context.ts";

/** Who acts, for those who look at the job. */
export function getActingPerson(): { id: string; name: string } {
  const actor = Context.actor();
  if (actor.type === "member") return { id: actor.memberId, name: actor.name };
  return { id: "platform", name: "the platform" };
}

/** Reasons that name a person. An erasure of that person finds them by the event beside them, and by this form. */
export const describeCancel = (name: string): string => `cancelled by ${name} before it started`;
export const describeHold = (name: string): string => `held by ${name}`;
