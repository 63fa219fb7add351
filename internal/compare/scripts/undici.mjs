// Sends the requests of a file by undici, so many at once.
//
// undici.mjs URL WORKERS FILE TOKEN

import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const { Pool } = createRequire(import.meta.url)("undici"); // import does not look into NODE_PATH
const [url, workers, path, token] = process.argv.slice(2);
const headers = { "Content-Type": "application/json", Authorization: "Bearer " + token };
const lines = createInterface({ input: createReadStream(path) })[Symbol.asyncIterator]();
const pool = new Pool(url, { connections: Number(workers) });

async function work() {
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    const [method, target, body] = next.value.split("\t");
    const response = await pool.request({ path: target, method, headers, body });
    await response.body.dump();
    if (response.statusCode !== 200) process.exitCode = 1;
  }
}

await Promise.all(Array.from({ length: Number(workers) }, work));
await pool.close();
