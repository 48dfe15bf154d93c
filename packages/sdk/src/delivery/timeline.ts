import type { Exposure, FrameRate } from "@pegbar/frames";

/** A sequence of picture files: `folder/` + `prefix` + frame number + `suffix`. */
export interface PictureSequence {
  /** Name of the shot and version, for editors. */
  name: string;
  /** Relative path, ends with `/`. */
  folder: string;
  prefix: string;
  suffix: string;
  /** Minimum number of digits of the frame number. */
  padding: number;
  exposures: readonly Exposure[];
  rate: FrameRate;
  metadata: Record<string, unknown>;
}

/**
 * Creates a timeline in the JSON of OpenTimelineIO (schemas Timeline.1, Track.1, Clip.2, ImageSequenceReference.1): one clip
 * per exposure, because a reference has one distance between its pictures. Frames keep their numbers as times.
 *
 * Observed in OpenTimelineIO 0.18.1: `end_frame` of a reference is the end of its range, not its last picture, and
 * `frame_range_for_time_range` ignores the distance. Readers get exact names from `target_url_for_image_number`.
 */
export function createTimeline(sequence: PictureSequence): Record<string, unknown> {
  const { name, exposures, metadata } = sequence;
  const [first] = exposures;
  if (!first) throw new Error("a timeline needs at least one picture");
  const rate = sequence.rate.numerator / sequence.rate.denominator;
  const toTime = (value: number) => ({ OTIO_SCHEMA: "RationalTime.1", rate, value });
  const toRange = ({ first: start, hold, count }: Exposure) => ({
    OTIO_SCHEMA: "TimeRange.1",
    start_time: toTime(start),
    duration: toTime(hold * count),
  });
  return {
    OTIO_SCHEMA: "Timeline.1",
    metadata: { pegbar: { ...metadata, rate: `${sequence.rate.numerator}/${sequence.rate.denominator}` } },
    name,
    global_start_time: toTime(first.first),
    tracks: {
      OTIO_SCHEMA: "Stack.1",
      metadata: {},
      name: "tracks",
      source_range: null,
      effects: [],
      markers: [],
      enabled: true,
      children: [
        {
          OTIO_SCHEMA: "Track.1",
          metadata: {},
          name,
          kind: "Video",
          source_range: null,
          effects: [],
          markers: [],
          enabled: true,
          children: exposures.map((exposure) => ({
            OTIO_SCHEMA: "Clip.2",
            metadata: {},
            name,
            source_range: toRange(exposure),
            effects: [],
            markers: [],
            enabled: true,
            active_media_reference_key: "DEFAULT_MEDIA",
            media_references: {
              DEFAULT_MEDIA: {
                OTIO_SCHEMA: "ImageSequenceReference.1",
                metadata: {},
                name,
                available_range: toRange(exposure),
                available_image_bounds: null,
                target_url_base: sequence.folder,
                name_prefix: sequence.prefix,
                name_suffix: sequence.suffix,
                start_frame: exposure.first,
                frame_step: exposure.hold,
                rate,
                frame_zero_padding: sequence.padding,
                missing_frame_policy: "error",
              },
            },
          })),
        },
      ],
    },
  };
}

/** Names of the pictures that a reader of the timeline computes from it, in order. */
export function listPictureNames({ prefix, suffix, padding, exposures }: PictureSequence): string[] {
  const format = (frame: number) => `${frame < 0 ? "-" : ""}${String(Math.abs(frame)).padStart(padding, "0")}`;
  return exposures.flatMap(({ first, hold, count }) =>
    Array.from({ length: count }, (_, index) => `${prefix}${format(first + index * hold)}${suffix}`),
  );
}
