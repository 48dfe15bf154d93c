import type { Graph, HistoryEntry } from "@pegbar/comfyui";

/** How a tool gets the results of an output node. */
export type Delivery =
  /** As files of the type `output`. */
  | "output"
  /** As files of the type `temp`: the tool's node was a PreviewImage. */
  | "temp"
  /** As pictures on the event socket, and in no history: the tool's node was a SaveImageWebsocket. */
  | "socket";

/** A file of a result, as ComfyUI names it. */
export interface ResultFile {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: "output" | "temp";
  readonly assetId: string;
  readonly contentType: string;
  readonly bytes: number;
}

/** What Pegbar says about a prompt, in addition to ComfyUI's fields. */
export interface PegbarFacts {
  readonly job_id: string;
  readonly shot: string;
  /** Reserved on the quotas at submit: the upper end of the estimate. */
  readonly reserved: { readonly gpuSeconds: number; readonly dollars: number };
  readonly certificate_urls?: readonly string[];
  readonly executed?: readonly string[];
  readonly cached?: readonly string[];
}

/** A prompt that Pegbar has accepted. */
export interface Prompt {
  readonly promptId: string;
  /** Counts prompts with the same id, from 0: ComfyUI runs each of them. */
  readonly run: number;
  readonly number: number;
  /** Tools without an id get no events. */
  readonly clientId: string | null;
  /** As the tool sent it. */
  readonly graph: Graph;
  readonly extraData: Readonly<Record<string, unknown>>;
  readonly outputs: readonly string[];
  readonly deliveries: Readonly<Record<string, Delivery>>;
  readonly pegbar: PegbarFacts;
  /** Whether the tool was told that it runs. */
  started: boolean;
  /** `interrupt` ends it as interrupted, `delete` removes it without a trace, both once Pegbar has cancelled the job. */
  cancel?: "interrupt" | "delete";
  /** Set when it has ended. */
  end?: Omit<HistoryEntry, "item">;
  files: readonly ResultFile[];
  /** Removed from the history by a tool. Its files can still be viewed, as those of ComfyUI. */
  hidden?: boolean;
}

/** The key under which a prompt is stored. */
export const getKey = ({ promptId, run }: Pick<Prompt, "promptId" | "run">): string => `${promptId}.${run}`;

/** A prompt as an entry of the history; undefined until it has ended. */
export const toHistoryEntry = (prompt: Prompt): HistoryEntry | undefined =>
  prompt.end && { ...prompt.end, item: prompt };

/** Whether a tool sees the prompt in the queue. */
export const isWaiting = ({ end, cancel }: Prompt): boolean => end === undefined && cancel !== "delete";
