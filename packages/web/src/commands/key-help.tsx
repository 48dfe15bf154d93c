import { Button } from "../components/button.tsx";
import { Dialog, DialogActions } from "../components/dialog.tsx";
import { strings } from "../strings/commands.ts";
import type { Command } from "./commands.ts";
import { Key } from "./palette.tsx";

/** The keys that work on this page. */
export function KeyHelp({ commands, onClose }: { commands: readonly Command[]; onClose: () => void }) {
  const keys = [
    ...commands.flatMap(({ keys, name }) => (keys === undefined ? [] : [[keys, name] as const])),
    ["Ctrl K", strings.palette] as const,
  ];
  return (
    <Dialog title={strings.help} onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
        {keys.map(([key, name]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid items-center">
            <dt>
              <Key>{key}</Key>
            </dt>
            <dd>{name}</dd>
          </div>
        ))}
      </dl>
      <p className="text-sm text-soft">{strings.keysHint}</p>
      <DialogActions>
        <Button onClick={onClose}>{strings.close}</Button>
      </DialogActions>
    </Dialog>
  );
}
