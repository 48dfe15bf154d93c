import path from "node:path";

interface Options {
  python: string;
  /** ComfyUI's `main.py`. */
  main: string;
  port: number;
  /** Holds `input`, `output` and `temp`. */
  dir: string;
  /** A file for `--extra-model-paths-config`. */
  modelPaths?: string | undefined;
  /** Folders of custom nodes that the image was built with; all others stay off. */
  customNodes?: readonly string[];
  /** The models lie on a network file system, which memory-mapped reads are slow on. */
  networkModels?: boolean;
  extra?: readonly string[];
}

/** The command line that starts a ComfyUI as a shared worker needs it. */
export function buildCommand(options: Options): string[] {
  const { python, main, port, dir, modelPaths, customNodes = [], networkModels = false, extra = [] } = options;
  return [
    python,
    main,
    "--listen=127.0.0.1",
    `--port=${port}`,
    `--input-directory=${path.join(dir, "input")}`,
    `--output-directory=${path.join(dir, "output")}`,
    // ComfyUI makes the folder `temp` below the one that it is given here.
    `--temp-directory=${dir}`,
    // Otherwise it writes beside its own code, which may be read-only or serve several.
    `--user-directory=${dir}`,
    `--database-url=sqlite:///${path.join(dir, "comfyui.db")}`,
    // The text of a PNG would carry the prompt to whoever gets the picture.
    "--disable-metadata",
    // Nodes of paid services elsewhere.
    "--disable-api-nodes",
    "--disable-all-custom-nodes",
    ...(customNodes.length > 0 ? ["--whitelist-custom-nodes", ...customNodes] : []),
    "--preview-method=auto",
    ...(modelPaths === undefined ? [] : [`--extra-model-paths-config=${modelPaths}`]),
    ...(networkModels ? ["--disable-mmap"] : []),
    ...extra,
  ];
}
