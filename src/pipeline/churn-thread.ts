import { type ChurnTask, trainChurnHeads } from "../models/train-churn-heads";

declare const self: Worker;

/** One task in, one outcome out; the thread that started this one ends it. */
self.onmessage = ({ data }: MessageEvent<ChurnTask>) => self.postMessage(trainChurnHeads(data));
