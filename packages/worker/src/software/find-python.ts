import path from "node:path";

/** A Python that runs ComfyUI, and where ComfyUI is. */
export interface ComfyPython {
  python: string;
  /** Folder of ComfyUI's `main.py`. */
  comfyui: string;
  /** Folder of its custom nodes. */
  customNodes: string;
}

const BASE = "--base-directory";

/**
 * Finds Python and ComfyUI in a command line such as `/opt/venv/bin/python -s /opt/comfyui/main.py --cpu`.
 * @param dir working directory of the command
 * @returns undefined if the command does not start with a Python that runs a file
 */
export function findPython(command: readonly string[], dir: string): ComfyPython | undefined {
  const [python = "", ...rest] = command;
  const main = rest.find((argument) => !argument.startsWith("-"));
  if (!/^python[\d.]*w?(\.exe)?$/i.test(path.basename(python)) || main?.endsWith(".py") !== true) return undefined;
  const comfyui = path.dirname(path.resolve(dir, main));
  return { python, comfyui, customNodes: path.join(findBase(rest, dir) ?? comfyui, "custom_nodes") };
}

/** The last value of `--base-directory`, as argparse reads it. */
function findBase(args: readonly string[], dir: string): string | undefined {
  const found = args.flatMap((argument, index) => {
    if (argument === BASE) return [args[index + 1]];
    return argument.startsWith(`${BASE}=`) ? [argument.slice(BASE.length + 1)] : [];
  });
  const last = found.at(-1);
  return last === undefined ? undefined : path.resolve(dir, last);
}
