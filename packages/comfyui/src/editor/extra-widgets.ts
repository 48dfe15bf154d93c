import type { NodeSpec } from "../object-info.ts";
import type { EditorNode, Widget } from "./model.ts";

/** Inputs that get an upload button. */
const uploadOptions = ["image_upload", "animated_image_upload", "video_upload"];

const audioClasses = new Set([
  "LoadAudio",
  "SaveAudio",
  "PreviewAudio",
  "SaveAudioMP3",
  "SaveAudioOpus",
  "SaveAudioAdvanced",
]);

const button = (name: string, value: unknown, sent: boolean): Widget => ({ name, value, saved: true, sent });
const display = (name: string): Widget => ({ name, value: "", saved: false, sent: false });

/** The viewer of 3D files, whose state is sent like a value. */
const viewer = (): Widget => ({ name: "image", value: "", saved: true, sent: true });

/** Fields before the last one (`before`) or after all of them, which the editor adds to some of ComfyUI's classes. */
const ofClass: Readonly<Record<string, { readonly before?: readonly Widget[]; readonly after?: readonly Widget[] }>> = {
  Load3D: {
    before: [
      button("upload 3d model", "upload3dmodel", true),
      button("upload extra resources", "uploadExtraResources", true),
      button("clear", "clear", true),
    ],
  },
  Preview3D: { after: [viewer()] },
  SaveGLB: { after: [viewer()] },
  PreviewAny: { after: [display("preview_text"), display("preview_mode")] },
  SaveText: { after: [display("preview_text"), display("preview_mode")] },
};

/**
 * The choices of a `CustomCombo` are texts below it, one more than is filled in; ComfyUI gets them and the index of the
 * chosen one.
 */
function addCustomCombo(node: EditorNode): void {
  const { widgets } = node;
  const [combo] = widgets;
  const index: Widget = {
    name: "index",
    get value() {
      return widgets.slice(2).findIndex(({ value }) => value === combo?.value);
    },
    set value(_) {
      // Always follows from the others; the workflow saves it, too.
    },
    saved: true,
    sent: true,
  };
  const addOption = (): void => {
    const option: Widget = { name: `option${widgets.length - 1}`, value: "", saved: true, sent: true };
    option.onChange = () => {
      const last = widgets.at(-1);
      if (last === option) {
        if (option.value && widgets.length < 1_000) addOption();
      } else if (!option.value && widgets.at(-2) === option && !last?.value) widgets.pop();
    };
    widgets.push(option);
  };
  widgets.push(index);
  addOption();
}

/** `LoadImageOutput` reads its list from the server, which can be repeated. */
const refreshWidgets = (): Widget[] => [
  button("Auto-refresh after generation", false, false),
  button("refresh", "refresh", true),
];

/**
 * Adds the fields of a class that `/object_info` does not declare. The editor has them for some of ComfyUI's own classes,
 * and all but a few have a place in `widgets_values`.
 */
export function addExtraWidgets(node: EditorNode, spec: NodeSpec): void {
  const required = spec.inputs.filter(({ group }) => group === "required");
  const extra = Object.hasOwn(ofClass, spec.classType) ? ofClass[spec.classType] : undefined;
  if (extra?.before) {
    const index = node.widgets.findIndex(({ name }) => name === "image");
    node.widgets.splice(index === -1 ? node.widgets.length : index, 0, ...structuredClone([...extra.before]));
  }
  if (spec.classType === "CustomCombo") addCustomCombo(node);
  if (extra?.after) node.widgets.push(...structuredClone([...extra.after]));
  if (required.some(({ options }) => options["remote"] !== undefined && spec.classType === "LoadImageOutput"))
    node.widgets.push(...refreshWidgets());
  if (audioClasses.has(spec.classType)) node.widgets.push(display("audioUI"));
  const hasUpload = required.some(({ options }) => uploadOptions.some((key) => options[key] === true));
  const hasAudioUpload = required.some(({ name, options }) => name === "audio" && options["audio_upload"] === true);
  if (hasUpload) node.widgets.push(button("upload", "image", false));
  if (hasAudioUpload) node.widgets.push(button("upload", "", false));
}
