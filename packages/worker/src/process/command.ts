import path from "node:path";

interface Options {
  python: string;
  /** ComfyUI's `main.py`. */
  main: string;
  port: number;
  /** Parent folder of `input`, `output` and `temp`. */
  dir: string;
  /** File for `--extra-model-paths-config`. */
  modelPaths?: string | undefined;
  /** Folders of the custom nodes that the image was built with; all others are disabled. */
  customNodes?: readonly string[];
  /** Whether the models are on a network file system, where memory-mapped reads are slow. */
  networkModels?: boolean;
  extra?: readonly string[];
}

/** Builds ComfyUI's command line for a shared worker. */
export function buildCommand(options: Options): string[] {
  const { python, main, port, dir, modelPaths, customNodes = [], networkModels = false, extra = [] } = options;
  return [
    python,
    main,
    "--listen=127.0.0.1",
    `--port=${port}`,
    `--input-directory=${path.join(dir, "input")}`,
    `--output-directory=${path.join(dir, "output")}`,
    // ComfyUI creates the folder `temp` below this one.
    `--temp-directory=${dir}`,
    // By default it writes next to its own code, which may be read-only or shared.
    `--user-directory=${dir}`,
    `--database-url=sqlite:///${path.join(dir, "comfyui.db")}`,
    // A PNG's metadata would reveal the prompt to anyone who gets the picture.
    "--disable-metadata",
    // Disables nodes of paid online services.
    "--disable-api-nodes",
    "--disable-all-custom-nodes",
    ...(customNodes.length > 0 ? ["--whitelist-custom-nodes", ...customNodes] : []),
    "--preview-method=auto",
    ...(modelPaths === undefined ? [] : [`--extra-model-paths-config=${modelPaths}`]),
    ...(networkModels ? ["--disable-mmap"] : []),
    ...extra,
  ];
}
