import { formatFrames } from "@pegbar/frames";
import { quote } from "../../platform/error/limits.ts";
import type { ProblemDetail } from "../../platform/error/index.ts";
import * as Input from "../input/index.ts";

/** A file of a sequence. */
export interface Picture {
  frame: number;
  row: Pick<Input.Row, "contentType" | "filename" | "width" | "height" | "facts">;
}

/** Why files cannot be an image sequence: no pictures, animations, or different sizes. */
export function findFileProblems(pictures: readonly Picture[], allowMixedSizes: boolean): ProblemDetail[] {
  const wrong = pictures.flatMap(({ frame, row }): ProblemDetail[] => {
    const pointer = `/files/${frame}`;
    if (Input.getFileKind(row.contentType) !== "image")
      return [
        {
          code: "input_kind",
          message: `${quote(row.filename)} is of type ${row.contentType}, and a sequence has pictures`,
          remedy: "Leave it out, or export it as pictures.",
          pointer,
        },
      ];
    if ((row.facts?.frames ?? 1) === 1) return [];
    return [
      {
        code: "input_animated",
        message: `${quote(row.filename)} has ${row.facts?.frames} frames itself`,
        remedy: "Export its frames as files of their own.",
        pointer,
      },
    ];
  });
  const mixed = allowMixedSizes ? undefined : findSizeProblem(pictures);
  return mixed ? [...wrong, mixed] : wrong;
}

function findSizeProblem(pictures: readonly Picture[]): ProblemDetail | undefined {
  const sizes = Map.groupBy(
    // A picture that the platform does not decode has no known size.
    pictures.filter(({ row }) => row.width !== null),
    ({ row }) => `${row.width} × ${row.height}`,
  );
  if (sizes.size <= 1) return undefined;
  const parts = [...sizes]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([size, group]) => `${size} in ${describeFrames(group.map(({ frame }) => frame))}`);
  return {
    code: "sizes_differ",
    message: `The pictures have ${sizes.size} sizes: ${parts.slice(0, 4).join(", ")}${parts.length > 4 ? " and more" : ""}`,
    remedy: "Scale them to one size, or allow mixed sizes.",
    pointer: "/files",
  };
}

const MAX_TEXT = 100;

function describeFrames(frames: readonly number[]): string {
  const text = formatFrames(frames);
  return text.length > MAX_TEXT ? `${frames.length} frames` : `${frames.length === 1 ? "frame" : "frames"} ${text}`;
}
