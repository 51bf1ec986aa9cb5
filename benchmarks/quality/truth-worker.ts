import type { Effort } from "../../src/models/settings";
import { againstTruth } from "./truth";

// Answers one message, the effort of a training, with what the truth says.
declare const self: Worker;

self.onmessage = ({ data }: MessageEvent<Effort>) => self.postMessage(againstTruth(data));
