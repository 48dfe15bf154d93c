import * as Context from "../platform/context.ts";

/** The actor's id and name, as events and reasons of jobs show them. */
export function getActingPerson(): { id: string; name: string } {
  const actor = Context.getActor();
  if (actor.type === "member") return { id: actor.memberId, name: actor.name };
  return { id: "platform", name: "the platform" };
}

/** Reasons that name a person. An erasure of that person finds them by the event's `by.id` and by these texts. */
export const describeCancel = (name: string): string => `cancelled by ${name} before it started`;
export const describeHold = (name: string): string => `held by ${name}`;
