import * as Context from "@pegbar/core/platform/context.ts";
import { addPlaceCodes } from "@pegbar/core/studio/show/place.ts";
import * as Workflow from "@pegbar/core/catalog/workflow";
import { VisibleError } from "@pegbar/core/platform/error";
import type { Labels } from "@pegbar/core/job/labels.ts";
import { ComfyError } from "./errors.ts";

/** Labels that say where a job belongs and how it runs. All others are only labels. */
const NAMES = {
  show: "pegbar.show",
  sequence: "pegbar.sequence",
  shot: "pegbar.shot",
  workflow: "pegbar.workflow",
  priority: "pegbar.priority",
} as const;

const REMEDY =
  'Set the label pegbar.shot to "SHOW/sequence/shot" (metadata), or create the API token with a default shot: pegbar tokens create NAME --default-shot SHOT.';

/** The values of a submit that come from its labels and its API token. */
export interface Place {
  shot: string;
  priority: number;
  class?: string;
  timeLimitSeconds?: number;
}

/**
 * Reads where a job belongs: from its labels, else from the default shot of the API token.
 * @throws metadata_invalid
 */
export async function readPlace(labels: Labels | undefined): Promise<Place> {
  return {
    shot: await readShot(labels ?? {}),
    priority: readPriority(labels?.[NAMES.priority]),
    ...(await readLimits(labels?.[NAMES.workflow])),
  };
}

async function readShot(labels: Labels): Promise<string> {
  const named = labels[NAMES.shot];
  // A whole path or an id needs nothing else.
  if (named !== undefined && (named.includes("/") || named.startsWith("sht_"))) return named;
  const shotId = readDefaultShot();
  const isOther = labels[NAMES.show] !== undefined || labels[NAMES.sequence] !== undefined;
  if (named === undefined) {
    if (isOther) throw refuse("The labels name a show or a sequence, but no shot");
    if (shotId === null) throw refuse("The job names no shot, and the API token has no default shot");
    return shotId;
  }
  const [usual] = shotId === null ? [] : await addPlaceCodes([{ shotId }]);
  const show = labels[NAMES.show] ?? usual?.show;
  // The default sequence belongs to the default show.
  const sequence = labels[NAMES.sequence] ?? (show === usual?.show ? usual?.sequence : undefined);
  if (show === undefined || sequence === undefined)
    throw refuse(`The label ${NAMES.shot} is ${named}, without its show and sequence`);
  return `${show}/${sequence}/${named}`;
}

function readDefaultShot(): string | null {
  const { token } = Context.getMember();
  return token ? token.shotId : null;
}

function readPriority(text: string | undefined): number {
  if (text === undefined) return 0;
  const value = /^[+-]?\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= -100 && value <= 100) return value;
  throw new ComfyError("metadata_invalid", `The label ${NAMES.priority} is an integer from -100 to 100.`);
}

/** GPU size and time limit of a published workflow, for a graph that was made from it. */
async function readLimits(name: string | undefined): Promise<Pick<Place, "class" | "timeLimitSeconds">> {
  if (name === undefined) return {};
  try {
    const { class: workloadClass, timeLimitSeconds } = await Workflow.fromID(name);
    return { class: workloadClass, timeLimitSeconds };
  } catch (error) {
    if (!(error instanceof VisibleError) || error.code !== "not_found") throw error;
    throw new ComfyError(
      "metadata_invalid",
      `The label ${NAMES.workflow} names no published workflow: ${name.slice(0, 100)}. Leave it out, or see GET /v1/workflows.`,
    );
  }
}

const refuse = (what: string) => new ComfyError("metadata_invalid", `${what}. ${REMEDY}`);
