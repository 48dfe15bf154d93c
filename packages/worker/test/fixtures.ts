import type { Graph } from "@pegbar/comfyui";
import { Conversation } from "./conversation.ts";
import type { Step } from "./story.ts";

/** Conversations with the same cases as the recorded ones, which are not part of the repository. */

const id = (number: number) => `5ca1ab1e-0000-4000-8000-${String(number).padStart(12, "0")}`;
const file = (filename: string, type = "output") => ({ filename, subfolder: type === "temp" ? "" : "seq04", type });
const images = (...names: string[]) => ({ images: names.map((name) => file(name)) });

const flipped = (picture = "keyframe.png", to = "seq04/flip"): Graph => ({
  load: { class_type: "LoadImage", inputs: { image: picture } },
  flip: { class_type: "ImageFlip", inputs: { image: ["load", 0], flip_method: "x-axis: vertically" } },
  save: { class_type: "SaveImage", inputs: { images: ["flip", 0], filename_prefix: to } },
});

const painted = (steps: number): Graph => ({
  model: { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: "gouache.safetensors" } },
  size: { class_type: "EmptyLatentImage", inputs: { width: 64, height: 48, batch_size: 1 } },
  wish: { class_type: "CLIPTextEncode", inputs: { text: "a lighthouse in fog", clip: ["model", 1] } },
  paint: {
    class_type: "KSampler",
    inputs: { steps, seed: 5, model: ["model", 0], positive: ["wish", 0], latent_image: ["size", 0] },
  },
  save: { class_type: "SaveImage", inputs: { images: ["paint", 0], filename_prefix: "seq04/paint" } },
});

const refusal = (type: string, message: string, nodeErrors: Record<string, unknown> = {}, info: object = {}) => ({
  error: { type, message, details: "", extra_info: info },
  node_errors: nodeErrors,
});
const blamed = (node: string, class_type: string, type: string, message: string, details = "", input?: string) => ({
  [node]: {
    errors: [{ type, message, details, extra_info: input === undefined ? {} : { input_name: input } }],
    dependent_outputs: ["save"],
    class_type,
  },
});
const failed = (...node: Parameters<typeof blamed>) =>
  refusal("prompt_outputs_failed_validation", "The outputs are not valid", blamed(...node));

const imageRun = () => {
  const answered = (name: string, subfolder = "") => ({ name, subfolder, type: "input" });
  const talk = new Conversation().opened();
  talk.asks("POST", "/upload/image").answers(200, answered("keyframe.png"));
  talk.submits(id(1), flipped()).runs(id(1), flipped(), { outputs: { save: images("flip_00001_.png") } });
  talk.asks("GET", "/view?filename=flip_00001_.png&subfolder=seq04&type=output").answers(200, { bytes: 321 });
  talk.asks("POST", "/upload/image").answers(200, answered("keyframe (1).png"));
  talk.asks("POST", "/upload/image").answers(200, answered("plate.png", "shot7"));
  talk.asks("POST", "/upload/image").answers(400, "");
  talk.asks("GET", "/view?filename=gone.png&type=output").answers(404, { bytes: 0 });
  return talk;
};

const cachedRun = () => {
  const outputs = { save: images("flip_00004_.png") };
  const all = Object.keys(flipped());
  const talk = new Conversation().opened();
  talk.submits(id(2), flipped()).runs(id(2), flipped(), { outputs });
  return talk.submits(id(3), flipped()).runs(id(3), flipped(), { outputs, cached: all });
};

const sampled = (number: number, pictures?: "described" | "bare", cached: string[] = []) =>
  new Conversation()
    .opened()
    .submits(id(number), painted(5))
    .runs(id(number), painted(5), {
      outputs: { save: images("paint_00001_.png", "paint_00002_.png") },
      steps: { paint: 5 },
      cached,
      ...(pictures ? { pictures } : {}),
    });

const validationErrors = () => {
  const talk = new Conversation().opened();
  const at = "/srv/render/comfy/execution.py";
  const missing = refusal("missing_node_type", "There is no node 'Dehaze'", {}, { node_id: "x", class_type: "Dehaze" });
  talk.refuses({ x: { class_type: "Dehaze", inputs: {} } }, 400, missing);
  const nameless = refusal("missing_node_type", "Node 'x' has no class", {}, { node_id: "x", class_type: null });
  talk.refuses({ x: null }, 400, nameless);
  talk.refuses({}, 400, refusal("prompt_no_outputs", "Nothing is saved"));
  const models = "ckpt_name: 'mine' not in ['another-studio.safetensors', 'secret-show.safetensors']";
  for (const body of [
    failed(
      "load",
      "LoadImage",
      "custom_validation_failed",
      "The file does not pass",
      "image - no such file: plate.png",
    ),
    failed("model", "CheckpointLoaderSimple", "value_not_in_list", "Not in the list", models, "ckpt_name"),
    failed("flip", "ImageFlip", "required_input_missing", "An input is missing", "image", "image"),
    failed("flip", "ImageFlip", "invalid_input_type", "Not a number", "width, wide", "width"),
    failed("flip", "ImageFlip", "value_bigger_than_max", "Too big", "width", "width"),
    failed("save", "SaveImage", "return_type_mismatch", "Does not fit", "images, LATENT", "images"),
    failed("save", "SaveImage", "exception_during_validation", `Broke at ${at}: '9'`, `File "${at}", line 9`),
    failed("flip", "ImageFlip", "exception_during_inner_validation", "A link goes nowhere", `File "${at}"`),
    refusal("prompt_outputs_failed_validation", "The graph goes round in circles"),
  ])
    talk.refuses(flipped(), 400, body);
  talk.refuses({ load: "no node" }, 500, "500 of a server that could not read it");
  return talk
    .asks("POST", "/prompt", { prompt: {}, prompt_id: "Whatever" })
    .answers(200, { prompt_id: "Whatever", node_errors: {} });
};

/** One output has an error and is dropped; the other is created, and the prompt succeeds. */
const partlyValid = () => {
  const graph: Graph = { ...flipped(), also: { class_type: "SaveImage", inputs: { images: ["gone", 0] } } };
  const errors = blamed("also", "SaveImage", "exception_during_validation", "A link goes nowhere");
  return new Conversation()
    .opened()
    .submits(id(7), graph, errors)
    .runs(id(7), flipped(), { outputs: { save: images("flip_00009_.png") } });
};

const nodeError = () =>
  new Conversation()
    .opened()
    .submits(id(8), flipped())
    .runs(id(8), flipped(), {
      error: {
        at: "flip",
        type: "ValueError",
        message: "cannot flip /srv/render/input/keyframe.png\n",
        traceback: ['  File "/srv/render/comfy/nodes.py", line 7, in flip\n'],
      },
    });

const interrupt = () => {
  const talk = new Conversation().opened().submits(id(9), painted(40));
  const order = (prompt: string) => talk.asks("POST", "/interrupt", { prompt_id: prompt }).answers(200, { bytes: 0 });
  return talk.runs(
    id(9),
    painted(40),
    { steps: { paint: 40 }, pictures: "bare", interrupted: { at: "paint", step: 2 } },
    { wish: () => order(id(99)), paint: () => order(id(9)) },
  );
};

/** Three are queued. The second is deleted while the first runs, the first is interrupted, and the third succeeds. */
const cancelled = () => {
  const talk = new Conversation().opened().submits(id(10), painted(40));
  talk.submits(id(11), painted(3)).submits(id(12), flipped());
  const both = () => {
    talk
      .asks("GET", "/queue")
      .answers(200, { queue_running: [[0, id(10)]], queue_pending: [id(11), id(12)].map((one) => [1, one]) });
    talk.asks("POST", "/queue", { delete: [id(11)] }).answers(200, { bytes: 0 });
    talk.asks("POST", "/interrupt", { prompt_id: id(10) }).answers(200, { bytes: 0 });
  };
  const run = { steps: { paint: 40 }, pictures: "bare", interrupted: { at: "paint", step: 3 } } as const;
  return talk
    .runs(id(10), painted(40), run, { paint: both })
    .runs(id(12), flipped(), { outputs: { save: images("flip_00010_.png") } });
};

/** The same id twice: both run. The first one's frames arrive before the second is accepted. */
const duplicate = () => {
  const talk = new Conversation().opened().submits(id(13), painted(4));
  const again = () =>
    talk.submits(id(13), flipped(), {}, () => talk.frame("execution_cached", { nodes: [], prompt_id: id(13) }));
  return talk
    .runs(id(13), painted(4), { steps: { paint: 4 }, outputs: { save: images("paint_00007_.png") } }, { model: again })
    .runs(id(13), flipped(), { outputs: { save: images("flip_00011_.png") } });
};

const reconnect = () => {
  const talk = new Conversation().opened().submits(id(14), painted(6));
  const outputs = { save: images("paint_00008_.png") };
  talk.runs(id(14), painted(6), { deafFrom: "wish" });
  talk.taken().frame("executing", { node: "paint" });
  const messages = [
    ["execution_start", { timestamp: 1000 }],
    ["execution_success", { timestamp: 3500 }],
  ];
  return talk
    .drops()
    .asks("GET", `/history/${id(14)}`)
    .answers(200, { [id(14)]: { outputs, status: { status_str: "success", completed: true, messages } } });
};

const severalOutputs = () => {
  const graph: Graph = {
    load: { class_type: "LoadImage", inputs: { image: "keyframe.png" } },
    look: { class_type: "PreviewImage", inputs: { images: ["load", 0] } },
    words: { class_type: "PreviewAny", inputs: { source: ["load", 0] } },
    loop: { class_type: "SaveAnimatedWEBP", inputs: { images: ["load", 0] } },
    frames: { class_type: "SaveImage", inputs: { images: ["load", 0] } },
    film: { class_type: "SaveVideo", inputs: { video: ["load", 0] } },
  };
  const outputs = {
    look: { images: [file("look.png", "temp")] },
    words: { text: ["three", "words here"] },
    loop: { ...images("loop_00001_.webp"), animated: [true] },
  };
  const all = {
    ...outputs,
    frames: images("a.png", "b.png", "c.png"),
    film: { ...images("film.mp4"), animated: [true] },
  };
  const error = { at: "frames", type: "Exception", message: "outside of /srv/render/output: /srv/render/shots\n" };
  return new Conversation()
    .opened()
    .submits(id(15), graph)
    .runs(id(15), graph, { outputs, error })
    .submits(id(16), graph)
    .runs(id(16), graph, { outputs: all, cached: ["load", "look", "words", "loop"] });
};

const serverState = () => {
  const devices = [{ name: "a card", type: "cuda", vram_total: 24_000_000_000 }];
  const scale = { input: { required: { image: ["IMAGE"], width: ["INT", { min: 1 }] } }, output: ["IMAGE"] };
  return new Conversation()
    .opened()
    .asks("GET", "/system_stats")
    .answers(200, { system: { comfyui_version: "0.30.1" }, devices })
    .asks("POST", "/free", { free_memory: true })
    .answers(200, { bytes: 0 })
    .asks("GET", "/object_info/ImageScale")
    .answers(200, { ImageScale: scale });
};

export const fixtures = {
  "01-image-run": imageRun,
  "02-cached-run": cachedRun,
  "03-sampler-with-previews": () => sampled(20, "described"),
  "04-sampler-without-feature-flags": () => sampled(21, "bare", ["model", "wish"]),
  "05-sampler-preview-none": () => sampled(22, undefined, ["model", "size", "wish"]),
  "06-validation-errors": validationErrors,
  "07-partly-valid": partlyValid,
  "08-node-error": nodeError,
  "09-interrupt": interrupt,
  "10-cancel-through-jobs-api": cancelled,
  "11-duplicate-prompt-id": duplicate,
  "12-reconnect-same-client-id": reconnect,
  "13-several-outputs": severalOutputs,
  "14-server-state": serverState,
} satisfies Record<string, () => Conversation>;
export type Case = keyof typeof fixtures;

export const fixture = (name: Case): readonly Step[] => fixtures[name]().steps;
