import { type ThreadTask, trainInThread } from "../models/thread-training";

declare const self: Worker;

/** One task in, one outcome out; the thread that started this one ends it. */
self.onmessage = ({ data }: MessageEvent<ThreadTask>) => self.postMessage(trainInThread(data));
