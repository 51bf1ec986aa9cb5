/** Sends 40 MB to a bucket, for a test that kills it meanwhile. Takes a place as JSON and a key. */
import { BucketBlobs } from "../../../src/store/bucket/bucket-blobs";

const [place, key] = process.argv.slice(2);
const blobs = new BucketBlobs(JSON.parse(place!));
await blobs.writeStream(key!, new Blob([Buffer.alloc(40e6, "order lines")]).stream());
