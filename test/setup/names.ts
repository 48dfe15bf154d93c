import { createSocket } from "node:dgram";
import { once } from "node:events";

const [A, HEADER_BYTES] = [1, 12] as const;

/** Starts a UDP name server with answers set by the test; undefined means no answer. */
export async function startNameServer(addresses: (name: string) => readonly string[] | undefined) {
  const asked: string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    const labels: string[] = [];
    let at = HEADER_BYTES;
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString("latin1", at + 1, at + 1 + length));
      at += 1 + length;
    }
    const type = query.readUInt16BE(at + 1);
    const name = labels.join(".").toLowerCase();
    if (type === A) asked.push(name);
    const found = addresses(name);
    if (!found) return;
    const records = type === A ? found : [];
    const head = Buffer.from(query.subarray(0, HEADER_BYTES));
    // Flags: response, recursion available, no error. Counts: one question, the answers, no other records.
    head.writeUInt16BE(0x8180, 2);
    [1, records.length, 0, 0].forEach((count, index) => head.writeUInt16BE(count, 4 + 2 * index));
    // A pointer to the question's name, type A, class IN, a TTL of 0, and the address.
    const record = (ip: string) =>
      Buffer.from([0xc0, HEADER_BYTES, 0, A, 0, 1, 0, 0, 0, 0, 0, 4, ...ip.split(".").map(Number)]);
    socket.send(
      Buffer.concat([head, query.subarray(HEADER_BYTES, at + 5), ...records.map(record)]),
      from.port,
      from.address,
    );
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    server: `127.0.0.1:${socket.address().port}`,
    /** Names whose IPv4 addresses were queried. */
    asked,
    stop: () => new Promise<void>((resolve) => void socket.close(() => resolve())),
  };
}
