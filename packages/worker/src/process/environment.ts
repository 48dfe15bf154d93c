/** Environment variables that ComfyUI may inherit: paths of programs and drivers, but no keys or URLs. */
const ALLOWED = /^(PATH|LANG|LC_[A-Z]+|TZ|LD_LIBRARY_PATH|CUDA_[A-Z_]+|NVIDIA_[A-Z_]+|PYTORCH_[A-Z_]+|SYSTEMROOT)$/;

/** Keeps common libraries from downloading anything. */
const OFFLINE = { HF_HUB_OFFLINE: "1", TRANSFORMERS_OFFLINE: "1", HF_DATASETS_OFFLINE: "1", DO_NOT_TRACK: "1" };

/** Builds ComfyUI's environment; `home` is its own folder, `extra` are additional variables of its image. */
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
