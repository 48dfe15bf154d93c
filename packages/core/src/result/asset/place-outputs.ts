import { getFrameAt, isKept, type FrameWindow } from "@pegbar/frames";

/** A file of an output with its frame, and its index among the `count` files of that frame. */
export interface PlacedOutput<T> {
  output: T;
  frame: number | null;
  position: number;
  count: number;
}

interface RenderedJob {
  frame: number | null;
  window: FrameWindow | null;
}

/**
 * The files of an output that become results. Of a window, those with a file per frame have a frame each, and files of frames
 * that are not kept are left out; others, such as a video, belong to the first frame that is kept.
 */
export function placeOutputs<T>(outputs: readonly T[], { frame, window }: RenderedJob): PlacedOutput<T>[] {
  if (!window || outputs.length !== window.length)
    return outputs.map((output, position) => ({ output, frame, position, count: outputs.length }));
  return outputs.flatMap((output, at) =>
    isKept(window, at) ? [{ output, frame: getFrameAt(window, at), position: 0, count: 1 }] : [],
  );
}

interface Output {
  nodeId: string;
  contentType: string;
}

/** Why a result is not that of its window; undefined if it is. */
export function explainWrongCount(outputs: readonly Output[], window: FrameWindow | null): WrongCount | undefined {
  if (!window || window.length === 1) return undefined;
  const groups = [...Map.groupBy(outputs, ({ nodeId }) => nodeId)];
  const wrong = groups.find(([, { length }]) => length > 1 && length !== window.length);
  const isComplete = groups.some(
    ([, [first, ...others]]) =>
      others.length + 1 === window.length || (others.length === 0 && first?.contentType.startsWith("video/")),
  );
  if (!wrong && isComplete) return undefined;
  const [nodeId, { length }] = wrong ?? groups[0] ?? ["", []];
  return {
    nodeId,
    message: `It returned ${length === 1 ? "1 picture" : `${length} pictures`} for ${window.length} frames. Publish a version of the workflow that saves as many pictures as its window has frames.`,
  };
}

interface WrongCount {
  nodeId: string;
  message: string;
}
