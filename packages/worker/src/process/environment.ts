/** What ComfyUI may see of this process's environment: where programs and drivers lie, never a key or an address. */
const ALLOWED = /^(PATH|LANG|LC_[A-Z]+|TZ|LD_LIBRARY_PATH|CUDA_[A-Z_]+|NVIDIA_[A-Z_]+|PYTORCH_[A-Z_]+|SYSTEMROOT)$/;

/** Nothing is fetched behind our back, whatever a node tries. */
const OFFLINE = { HF_HUB_OFFLINE: "1", TRANSFORMERS_OFFLINE: "1", HF_DATASETS_OFFLINE: "1", DO_NOT_TRACK: "1" };

/** The environment that a ComfyUI gets; `home` is a folder of its own, `extra` what its image wants besides. */
export function buildEnvironment(
  own: NodeJS.ProcessEnv,
  home: string,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const kept = Object.entries(own).flatMap(([name, value]) =>
    value !== undefined && ALLOWED.test(name) ? [[name, value] as const] : [],
  );
  return { ...Object.fromEntries(kept), ...OFFLINE, HOME: home, ...extra };
}
