import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createFolderExchange } from "./exchange.ts";
import { locateFolders } from "./folders.ts";

const STUDIO = "ten_00000000000000000000000001";
const OTHER = "ten_00000000000000000000000002";
let dir: string;
let models: string;
beforeEach(() => {
  dir = realpathSync(mkdtempSync(path.join(tmpdir(), "pegbar-embeddings-")));
  models = path.join(dir, "models");
  for (const file of [
    "shared.pt",
    "faces/eyes.safetensors",
    `${STUDIO}/ink.safetensors`,
    `${OTHER}/secret.safetensors`,
  ]) {
    const at = path.join(models, "embeddings", file);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, file);
  }
  writeFileSync(path.join(models, "outside.safetensors"), "outside");
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Files below a folder, with what is read through them. */
const listContents = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => [path.relative(folder, file), readFileSync(file, "utf8")])
    .toSorted();

test("ComfyUI finds the embeddings that a prompt names, and no others", async () => {
  const folders = locateFolders(path.join(dir, "work"));
  const exchange = createFolderExchange(folders, true, models);
  await exchange.sweep(new Set());
  await exchange.provideEmbeddings([
    "shared",
    `${STUDIO}/ink`,
    "faces/eyes.safetensors",
    "missing",
    "../outside.safetensors",
    "secret",
    "",
  ]);
  const named = [
    ["faces/eyes.safetensors", "faces/eyes.safetensors"],
    ["shared.pt", "shared.pt"],
    [`${STUDIO}/ink.safetensors`, `${STUDIO}/ink.safetensors`],
  ];
  expect(listContents(folders.embeddings)).toEqual(named);

  await exchange.provideEmbeddings(["shared", "shared.pt"]);
  expect(listContents(folders.embeddings)).toEqual(named);
  // Before another studio's prompt.
  await exchange.sweep(new Set(["att_1"]));
  expect(listContents(folders.embeddings)).toEqual([]);
  expect(listContents(path.join(models, "embeddings"))).toHaveLength(4);
});

test("an attached ComfyUI keeps its own embeddings", async () => {
  const folders = locateFolders(path.join(dir, "work"));
  mkdirSync(folders.embeddings, { recursive: true });
  writeFileSync(path.join(folders.embeddings, "own.pt"), "own");
  const exchange = createFolderExchange(folders, false, models);
  await exchange.provideEmbeddings(["shared"]);
  await exchange.sweep(new Set());
  expect(listContents(folders.embeddings)).toEqual([["own.pt", "own"]]);
});
