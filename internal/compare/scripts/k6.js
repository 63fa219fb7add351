// Sends the requests of a file by k6.

import { SharedArray } from "k6/data";
import exec from "k6/execution";
import http from "k6/http";

const requests = new SharedArray("requests", () => open(__ENV.REQUESTS).trimEnd().split("\n"));
const params = { headers: { "Content-Type": "application/json", Authorization: "Bearer " + __ENV.TOKEN } };

export const options = {
  discardResponseBodies: true,
  scenarios: {
    all: { executor: "shared-iterations", vus: Number(__ENV.WORKERS), iterations: requests.length, maxDuration: "10m" },
  },
};

export default function () {
  const [method, target, body] = requests[exec.scenario.iterationInTest].split("\t");
  http.request(method, __ENV.URL + target, body, params);
}
