interface Described {
  platform: string;
  /** Memory of the machine, in bytes. */
  totalBytes: number;
  freeBytes: number;
  comfyuiVersion: string;
  argv: readonly string[];
  /** `vram…` in bytes; `index` is null for a CPU. */
  device: { name: string; type: "cpu" | "cuda"; index: number | null; vramTotal: number; vramFree: number };
}

/** `/system_stats` of a server that speaks ComfyUI's protocol without being one, with one device. */
export const describeSystem = ({ platform, totalBytes, freeBytes, comfyuiVersion, argv, device }: Described) => ({
  system: {
    os: platform,
    ram_total: totalBytes,
    ram_free: freeBytes,
    comfyui_version: comfyuiVersion,
    required_frontend_version: "",
    installed_templates_version: "",
    required_templates_version: "",
    python_version: "none",
    pytorch_version: "none",
    embedded_python: false,
    argv,
  },
  devices: [
    {
      name: device.name,
      type: device.type,
      index: device.index,
      vram_total: device.vramTotal,
      vram_free: device.vramFree,
      torch_vram_total: device.vramTotal,
      torch_vram_free: device.vramFree,
    },
  ],
});
