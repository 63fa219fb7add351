// Sends the requests of a file by fetch, so many at once.
//
// fetch.mjs URL WORKERS FILE TOKEN

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

const [url, workers, path, token] = process.argv.slice(2);
const headers = { "Content-Type": "application/json", Authorization: "Bearer " + token };
const lines = createInterface({ input: createReadStream(path) })[Symbol.asyncIterator]();

async function work() {
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    const [method, target, body] = next.value.split("\t");
    const response = await fetch(url + target, { method, headers, body });
    await response.arrayBuffer();
    if (response.status !== 200) process.exitCode = 1;
  }
}

await Promise.all(Array.from({ length: Number(workers) }, work));
