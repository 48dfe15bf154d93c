import { useEffect, useRef, useState } from "react";
import { isTyping } from "../../../commands/is-typing.ts";
import { Button } from "../../../components/button.tsx";
import { DialogActions } from "../../../components/dialog.tsx";
import { strings } from "../../../strings/mask.ts";
import { addFiles, removeUploads, getUploads } from "../../../upload/uploads.ts";
import { readMask } from "./draw-mask.ts";
import { encodeMask } from "./encode-mask.ts";
import { add, emptyHistory, listVisible, redo, undo, type Stroke } from "./history.ts";
import { MaskCanvas } from "./mask-canvas.tsx";

export interface MaskSource {
  /** File name of the picture. */
  name: string;
  width: number;
  height: number;
  url: string;
}

interface Props {
  source: MaskSource;
  /** Field and label of the mask input. */
  inputField: string;
  label: string;
  onClose: () => void;
}

const SIZE_STEP = 1.2;

/** Paints a mask over a picture, and adds it to the mask input as a file of the picture's size. */
export function MaskDialog({ source, inputField, label, onClose }: Props) {
  const { width, height } = source;
  const longest = Math.max(width, height);
  const [history, setHistory] = useState(emptyHistory);
  const [tool, setTool] = useState<Stroke["kind"]>("brush");
  const [size, setSize] = useState(Math.round(longest / 16));
  const [feather, setFeather] = useState(Math.round(longest / 256));
  const [isEmpty, setIsEmpty] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { current } = dialog;
    current?.showModal();
    return () => current?.close();
  }, []);
  const resize = (factor: number) =>
    setSize((before) => Math.min(longest, Math.max(1, Math.round(before * factor) || 1)));
  const invert = () => setHistory((before) => add(before, { kind: "invert" }));
  const handleKey = (event: React.KeyboardEvent) => {
    if (isTyping(event.target)) return;
    const isUndo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey);
    const actions: Record<string, () => void> = {
      b: () => setTool("brush"),
      e: () => setTool("eraser"),
      x: invert,
      "[": () => resize(1 / SIZE_STEP),
      "]": () => resize(SIZE_STEP),
    };
    const action = isUndo ? () => setHistory(event.shiftKey ? redo : undo) : actions[event.key];
    if (!action || (!isUndo && (event.ctrlKey || event.metaKey))) return;
    event.preventDefault();
    action();
  };
  const save = () => {
    if (!canvas.current) return;
    const mask = readMask(canvas.current, feather);
    if (mask.every((value) => value === 0)) return setIsEmpty(true);
    const name = `${source.name.replace(/\.\w+$/, "")} mask.png`;
    const file = new File([encodeMask(mask, width, height)], name, { type: "image/png" });
    removeUploads(getUploads().flatMap((one) => (one.inputField === inputField ? [one.id] : [])));
    addFiles(inputField, [file]);
    onClose();
  };
  const tools = [
    ["brush", strings.brush],
    ["eraser", strings.eraser],
  ] as const;
  return (
    <dialog
      ref={dialog}
      aria-label={strings.title(label)}
      onClose={onClose}
      onKeyDown={handleKey}
      className="m-auto max-h-[calc(100dvh-1rem)] w-[min(72rem,calc(100vw-1rem))] overflow-y-auto rounded-lg border border-line bg-raised p-4 text-text shadow-lg"
    >
      <div className="flex flex-col gap-3">
        <h2>{strings.title(label)}</h2>
        <div role="group" aria-label={strings.tool} className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <span className="flex gap-1">
            {tools.map(([kind, name]) => (
              <Button
                key={kind}
                size="sm"
                variant={tool === kind ? "primary" : "plain"}
                aria-pressed={tool === kind}
                onClick={() => setTool(kind)}
              >
                {name}
              </Button>
            ))}
          </span>
          <Slider label={strings.size(size)} value={size} max={Math.round(longest / 2)} min={1} onChange={setSize} />
          <Slider
            label={strings.feather(feather)}
            value={feather}
            max={Math.round(longest / 16)}
            min={0}
            onChange={setFeather}
          />
          <span className="flex flex-wrap gap-1">
            <Button size="sm" variant="plain" onClick={invert}>
              {strings.invert}
            </Button>
            <Button
              size="sm"
              variant="plain"
              disabled={listVisible(history).length === 0}
              onClick={() => setHistory(add(history, { kind: "clear" }))}
            >
              {strings.clear}
            </Button>
            <Button size="sm" variant="plain" disabled={history.at === 0} onClick={() => setHistory(undo)}>
              {strings.undo}
            </Button>
            <Button
              size="sm"
              variant="plain"
              disabled={history.at === history.changes.length}
              onClick={() => setHistory(redo)}
            >
              {strings.redo}
            </Button>
          </span>
        </div>
        <MaskCanvas
          canvas={canvas}
          width={width}
          height={height}
          pictureUrl={source.url}
          history={history}
          tool={tool}
          size={size}
          onChange={(change) => {
            setIsEmpty(false);
            setHistory((before) => add(before, change));
          }}
        />
        <p className="text-sm text-soft">{strings.hint}</p>
        {isEmpty && (
          <p role="alert" className="text-sm text-bad">
            {strings.empty}
          </p>
        )}
        <DialogActions>
          <Button variant="plain" onClick={onClose}>
            {strings.cancel}
          </Button>
          <Button onClick={save}>{strings.save}</Button>
        </DialogActions>
      </div>
    </dialog>
  );
}

interface SliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}

const Slider = ({ label, value, min, max, onChange }: SliderProps) => (
  <label className="flex flex-col text-xs text-soft tabular-nums">
    {label}
    <input
      type="range"
      min={min}
      max={max}
      value={value}
      onChange={(event) => onChange(Number(event.target.value))}
      className="w-36 accent-accent"
    />
  </label>
);
