import { expect, test } from "vitest";
import { noChoices, replaceChoices } from "./replace-choices.ts";

const objectInfo = {
  CheckpointLoaderSimple: { input: { required: { ckpt_name: [["theirs.safetensors"], { tooltip: "a model" }] } } },
  VAELoader: { input: { required: { vae_name: [["theirs.safetensors", "pixel_space"]] } } },
  LoraLoader: {
    input: { required: { lora_name: ["COMBO", { options: ["theirs.safetensors"], default: "theirs.safetensors" }] } },
  },
  LoadImage: { input: { required: { image: [["theirs.png"], { image_upload: true }] } } },
  KSampler: { input: { required: { sampler_name: [["euler", "dpmpp_2m"]], seed: ["INT", { default: 0 }] } } },
  Nested: {
    input: {
      required: {
        mode: [
          "COMFY_DYNAMICCOMBO_V3",
          { options: [{ key: "a", inputs: { required: { lora_name: [["theirs.safetensors"]] } } }, { key: "b" }] },
        ],
        many: ["COMFY_AUTOGROW_V3", { template: { input: { required: { x: [["theirs.safetensors"]] } }, max: 2 } }],
      },
      hidden: { prompt: "PROMPT" },
    },
  },
  Malformed: null,
};

test("removes the models and files of the machine that the image was recorded on", () => {
  const stripped = replaceChoices(objectInfo, noChoices);
  expect(JSON.stringify(stripped)).not.toContain("theirs");
  expect(stripped["CheckpointLoaderSimple"]).toEqual({
    input: { required: { ckpt_name: [[], { tooltip: "a model" }] } },
  });
  expect(stripped["VAELoader"]).toEqual({ input: { required: { vae_name: [["pixel_space"]] } } });
  expect(stripped["KSampler"]).toEqual(objectInfo.KSampler);
  expect(stripped["Malformed"]).toBeNull();
});

test("lists models by kind, also within dynamic inputs, and files", () => {
  const filled = replaceChoices(objectInfo, {
    models: (kind) => (kind === "other" ? [] : [`${kind}.safetensors`]),
    files: ["a.png", "b.png"],
  });
  expect(filled).toMatchObject({
    CheckpointLoaderSimple: {
      input: { required: { ckpt_name: [["checkpoint.safetensors"], { tooltip: "a model" }] } },
    },
    VAELoader: { input: { required: { vae_name: [["pixel_space", "vae.safetensors"]] } } },
    LoraLoader: { input: { required: { lora_name: ["COMBO", { options: ["lora.safetensors"] }] } } },
    LoadImage: { input: { required: { image: [["a.png", "b.png"], { image_upload: true }] } } },
    Nested: {
      input: {
        required: {
          mode: [
            "COMFY_DYNAMICCOMBO_V3",
            { options: [{ inputs: { required: { lora_name: [["lora.safetensors"]] } } }, { key: "b" }] },
          ],
        },
        hidden: { prompt: "PROMPT" },
      },
    },
  });
});

test("sorts inputs as their class declares them", () => {
  const shuffled = {
    VAEDecode: {
      input: { hidden: {}, required: { vae: ["VAE"], samples: ["LATENT"], extra: ["INT"] } },
      input_order: { required: ["samples", "vae"] },
    },
  };
  const sorted = replaceChoices(shuffled, noChoices);
  expect(JSON.stringify(sorted["VAEDecode"])).toMatch(/"required":\{"samples".*"vae".*"extra".*"hidden"/);
});
