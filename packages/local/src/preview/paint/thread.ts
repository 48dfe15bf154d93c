/** Paints in its own thread, so that the server stays responsive. */
import { parentPort } from "node:worker_threads";
import { type Finish, Painting, type PaintRequest } from "./painting.ts";

/** Messages from the server to the thread. */
export type Order =
  | { readonly type: "begin"; readonly request: PaintRequest }
  | { readonly type: "step" }
  | { readonly type: "picture" }
  | { readonly type: "finish"; readonly finish: Finish }
  | { readonly type: "drop" };
export type Call = Order & { readonly call: number; readonly painting: number };
export type Reply = { readonly call: number; readonly picture?: Uint8Array; readonly error?: string };

const paintings = new Map<number, Painting>();

function handleOrder(order: Call): Uint8Array | undefined {
  if (order.type === "begin") {
    paintings.set(order.painting, new Painting(order.request));
    return undefined;
  }
  const painting = paintings.get(order.painting);
  if (!painting) throw new Error("Painting not found.");
  if (order.type === "picture") return painting.copyCanvas();
  if (order.type === "finish") return painting.finish(order.finish);
  if (order.type === "drop") paintings.delete(order.painting);
  if (order.type === "step") painting.step();
  return undefined;
}

parentPort?.on("message", (order: Call) => {
  try {
    const picture = handleOrder(order);
    parentPort?.postMessage({ call: order.call, ...(picture ? { picture } : {}) } satisfies Reply);
  } catch (error) {
    parentPort?.postMessage({ call: order.call, error: String(error) } satisfies Reply);
  }
});
