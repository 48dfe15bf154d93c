import { Agent, request } from "node:http";

/** Creates clients that each send one request after the other over their own connection, with little overhead. */
export function createClients(count: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: count });
  /** Sends a POST if there is a body, otherwise a GET. @returns the status */
  const ask = (url: URL, headers: Record<string, string>, body?: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const content =
        body === undefined
          ? {}
          : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) };
      const method = body === undefined ? "GET" : "POST";
      const sent = request(url, { method, agent, headers: { ...content, ...headers } }, (answer) => {
        answer.resume();
        answer.once("end", () => resolve(answer.statusCode ?? 0));
        answer.once("error", reject);
      });
      sent.once("error", reject);
      sent.end(body);
    });
  return {
    /** Sends all bodies concurrently. @returns the statuses */
    burst: (url: URL, headers: Record<string, string>, bodies: readonly string[]): Promise<number[]> =>
      Promise.all(bodies.map((body) => ask(url, headers, body))),
    /**
     * Sends requests from all clients for that time.
     * @returns answers per second
     * @throws Error for a status other than `wanted`
     */
    async sustain(
      url: URL,
      headers: Record<string, string>,
      body: ((index: number) => string) | undefined,
      milliseconds: number,
      wanted: number,
    ): Promise<number> {
      const began = performance.now();
      let index = 0;
      let done = 0;
      const runOne = async () => {
        while (performance.now() - began < milliseconds) {
          const status = await ask(url, headers, body?.(index++));
          if (status !== wanted) throw new Error(`the server answered ${status}, expected ${wanted}`);
          done++;
        }
      };
      await Promise.all(Array.from({ length: count }, runOne));
      return (done * 1000) / (performance.now() - began);
    },
    /** Sends requests one after the other. @returns milliseconds until the last byte of each answer */
    async times(url: URL, headers: Record<string, string>, count: number): Promise<number[]> {
      const took: number[] = [];
      for (let i = 0; i < count; i++) {
        const began = performance.now();
        const status = await ask(url, headers);
        if (status !== 200) throw new Error(`the server answered ${status}, expected 200`);
        took.push(performance.now() - began);
      }
      return took;
    },
    close: () => agent.destroy(),
  };
}
