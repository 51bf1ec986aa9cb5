import { type ThreadTask, trainInThread } from "../models/thread-training";
import { freeMemory } from "./free-memory";

declare const self: Worker;

/** Answers each task with its outcome. The parent ends this thread. */
self.onmessage = ({ data }: MessageEvent<ThreadTask>) => {
  self.postMessage(trainInThread(data, freeMemory));
  freeMemory();
};
