import { useEffect, useRef, useState } from "react";
import { Button } from "../../../components/button.tsx";
import { DialogActions } from "../../../components/dialog.tsx";
import { Select } from "../../../components/select.tsx";
import { strings } from "../../../strings/crop.ts";
import { CropCanvas } from "./crop-canvas.tsx";
import { cutToRatio, fill, fit, getScaleLimits, scaleTo, SIDE, type Placement, type Size } from "./placement.ts";

interface Props {
  name: string;
  /** The picture's file, or its bytes. */
  content: Blob;
  /** Size that the workflow's settings ask for. */
  formSize: Size | undefined;
  onSave: (file: File) => void;
  onClose: () => void;
}

const colours = { transparent: null, black: "#000000", white: "#ffffff", grey: "#808080" } as const;
type Background = keyof typeof colours;
const ratios = { square: 1, wide: 16 / 9, classic: 4 / 3, cinema: 2.39 } as const;
const isSide = (value: number) => Number.isInteger(value) && value >= SIDE.least && value <= SIDE.most;

/** Cuts a part out of a picture, or places the picture on a larger canvas. */
export function CropDialog({ name, content, formSize, onSave, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [image, setImage] = useState<ImageBitmap>();
  const [isUnreadable, setIsUnreadable] = useState(false);
  const [typed, setTyped] = useState<Size>(formSize ?? { width: 1024, height: 1024 });
  const [placement, setPlacement] = useState<Placement>({ scale: 1, x: 0, y: 0 });
  const [background, setBackground] = useState<Background>("transparent");
  useEffect(() => {
    const { current } = dialog;
    current?.showModal();
    return () => current?.close();
  }, []);
  const resize = (size: Size, picture: Size | undefined = image) => {
    setTyped(size);
    if (picture && isSide(size.width) && isSide(size.height)) setPlacement(fill(picture, size));
  };
  useEffect(() => {
    let isOpen = true;
    createImageBitmap(content).then(
      (read) => {
        if (!isOpen) return read.close();
        setImage(read);
        resize(formSize ?? { width: Math.min(SIDE.most, read.width), height: Math.min(SIDE.most, read.height) }, read);
      },
      // Whatever the reason, such as a damaged file: the dialog says what to do.
      () => setIsUnreadable(true),
    );
    return () => {
      isOpen = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [content]);
  const isValid = isSide(typed.width) && isSide(typed.height);
  const limits = image && getScaleLimits(image, typed);
  const save = () =>
    canvas.current?.toBlob((png) => {
      if (png) onSave(new File([png], `${name.replace(/\.\w+$/, "")} crop.png`, { type: "image/png" }));
    }, "image/png");
  const presets: [string, string][] = [
    ["custom", strings.presets.custom],
    ...(formSize ? [["form", strings.presets.form(formSize.width, formSize.height)] as [string, string]] : []),
    ...(image ? [["original", strings.presets.original(image.width, image.height)] as [string, string]] : []),
    ...(["square", "wide", "classic", "cinema"] as const).map((key): [string, string] => [key, strings.presets[key]]),
  ];
  const choosePreset = (key: string) => {
    if (!image) return;
    if (key === "form" && formSize) resize(formSize);
    else if (key === "original") resize({ width: image.width, height: image.height });
    else if (key in ratios) resize(cutToRatio(image, ratios[key as keyof typeof ratios]));
  };
  return (
    <dialog
      ref={dialog}
      aria-label={strings.title(name)}
      onClose={onClose}
      className="m-auto max-h-[calc(100dvh-1rem)] w-[min(72rem,calc(100vw-1rem))] overflow-y-auto rounded-lg border border-line bg-raised p-4 text-text shadow-lg"
    >
      <div className="flex flex-col gap-3">
        <h2 className="break-all">{strings.title(name)}</h2>
        {isUnreadable ? (
          <p role="alert" className="text-bad">
            {strings.unreadable}
          </p>
        ) : (
          <>
            <div className="flex flex-wrap items-end gap-3">
              <Select label={strings.preset} value="custom" options={presets} onChange={choosePreset} />
              {(["width", "height"] as const).map((side) => (
                <label key={side} className="flex flex-col text-xs text-soft">
                  {strings[side]}
                  <input
                    type="number"
                    min={SIDE.least}
                    max={SIDE.most}
                    value={Number.isNaN(typed[side]) ? "" : typed[side]}
                    aria-invalid={!isSide(typed[side])}
                    onChange={(event) => resize({ ...typed, [side]: event.target.valueAsNumber })}
                    className="min-h-9 w-24 rounded-md border border-edge bg-surface px-2 text-base text-text tabular-nums"
                  />
                </label>
              ))}
              {image && limits && (
                <label className="flex flex-col text-xs text-soft tabular-nums">
                  {strings.zoom(Math.round(placement.scale * 100))}
                  <input
                    type="range"
                    min={Math.log(limits.least)}
                    max={Math.log(limits.most)}
                    step={0.01}
                    value={Math.log(placement.scale)}
                    onChange={(event) =>
                      setPlacement((before) => scaleTo(before, Math.exp(Number(event.target.value)), image, typed))
                    }
                    className="h-9 w-36 accent-accent"
                  />
                </label>
              )}
              <span className="flex gap-1">
                <Button variant="plain" disabled={!image} onClick={() => image && setPlacement(fit(image, typed))}>
                  {strings.fit}
                </Button>
                <Button variant="plain" disabled={!image} onClick={() => image && setPlacement(fill(image, typed))}>
                  {strings.fill}
                </Button>
                <Button
                  variant="plain"
                  disabled={!image}
                  onClick={() => image && setPlacement((before) => scaleTo(before, 1, image, typed))}
                >
                  {strings.pixels}
                </Button>
              </span>
              <Select
                label={strings.background}
                value={background}
                options={Object.entries(strings.backgrounds)}
                onChange={(value) => setBackground(value as Background)}
              />
            </div>
            {!isValid ? (
              <p role="alert" className="text-sm text-bad">
                {strings.sizeRange(SIDE.most)}
              </p>
            ) : image ? (
              <CropCanvas
                canvas={canvas}
                size={typed}
                image={image}
                picture={image}
                placement={placement}
                colour={colours[background]}
                onChange={setPlacement}
              />
            ) : (
              <div className="skeleton h-64" />
            )}
            <p className="text-sm text-soft">{strings.hint}</p>
          </>
        )}
        <DialogActions>
          <Button variant="plain" onClick={onClose}>
            {strings.cancel}
          </Button>
          <Button disabled={!image || !isValid} onClick={save}>
            {strings.save}
          </Button>
        </DialogActions>
      </div>
    </dialog>
  );
}
