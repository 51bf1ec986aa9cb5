import { sharedFile } from "../benchmarks/reference";

/** Paths of the public data sets that some tests read, or null where they are not on this machine. */
export const onlineRetail = sharedFile("datasets/OnlineRetail.csv.gz");
export const cdnowSample = sharedFile("datasets/CDNOW_sample.txt.gz");
export const cdnowMaster = sharedFile("datasets/CDNOW_master.txt.gz");
