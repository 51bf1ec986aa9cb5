import { type ThreadTask, trainInThread } from "../models/thread-training";

declare const self: Worker;

/** Takes one task and answers with one outcome. The parent ends this thread. */
self.onmessage = ({ data }: MessageEvent<ThreadTask>) => self.postMessage(trainInThread(data));
