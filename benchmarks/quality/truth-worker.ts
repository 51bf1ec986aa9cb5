import { againstTruth } from "./truth";

// Answers one message with what the truth says.
declare const self: Worker;

self.onmessage = () => self.postMessage(againstTruth());
