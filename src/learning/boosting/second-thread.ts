import { workerData } from "node:worker_threads";

/** A thread that helps with the rows of one fit, and ends with it: see `TreeRows`. */
const { module, memory } = workerData as { module: WebAssembly.Module; memory: WebAssembly.Memory };
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
(exports.help as () => void)();
