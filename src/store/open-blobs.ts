import { type BlobPlace, type BlobStore, DiskBlobs } from "./blobs";
import { BucketBlobs } from "./bucket/bucket-blobs";
import { StepBlobs } from "./step-blobs";

/**
 * The objects of a place: on the disk only, or in a bucket with copies on the disk. Every process that gets the place
 * finds the same.
 */
export function openBlobs({ dataDir, bucket, made }: BlobPlace): BlobStore {
  const blobs = bucket ? new BucketBlobs({ dataDir, bucket }) : new DiskBlobs(dataDir);
  return made === undefined ? blobs : new StepBlobs(blobs, made);
}
