import { type ThreadTask, trainInThread } from "../models/thread-training";
import { collectGarbage } from "../transactions/spill/collect-garbage";

declare const self: Worker;

/** Answers each task with its outcome. The parent ends this thread. */
self.onmessage = ({ data }: MessageEvent<ThreadTask>) => {
  self.postMessage(trainInThread(data, collectGarbage));
  collectGarbage();
};
