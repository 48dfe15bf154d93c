import type { ClassReview } from "./class-review.ts";

/** Classes of ComfyUI with one review. */
export interface ReviewGroup extends ClassReview {
  /** Names between spaces and line breaks; each source file of ComfyUI begins a line. A space in a name is written `·`. */
  readonly classes: string;
}

/** The names of a group's classes. */
export const listNames = (classes: string): string[] =>
  classes
    .trim()
    .split(/\s+/)
    .map((name) => name.replaceAll("·", " "));
