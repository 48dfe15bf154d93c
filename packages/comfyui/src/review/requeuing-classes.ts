import type { GraphProblem } from "../problem.ts";

/**
 * Classes of custom nodes that queue the whole prompt again under another id until all frames are done: nobody waits for
 * those prompts, and they run outside of any job. VideoHelperSuite's Meta Batch Manager does it when a video is read or
 * written in parts.
 */
const classes: ReadonlySet<string> = new Set(["VHS_BatchManager"]);

/** Why a class that queues its prompt again may not run, whether the image has it or not; undefined for other classes. */
export const findRequeueRefusal = (classType: string): Pick<GraphProblem, "code" | "message" | "remedy"> | undefined =>
  classes.has(classType)
    ? {
        code: "forbidden_node",
        message: `Nodes of class "${classType}" may not run: they queue the prompt again under another id, which no job waits for.`,
        remedy: "Remove the node, and submit the frames as a batch (frames in the portal, pegbar batch submit).",
      }
    : undefined;
