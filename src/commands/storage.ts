import { Command } from "commander";
import { readConfig } from "../config";
import { UserError } from "../errors";
import { BucketBlobs } from "../store/bucket/bucket-blobs";
import { waitingGroups } from "../store/bucket/bucket-loop";
import { bucketOf } from "./bucket-of";

export function storageCommand(): Command {
  const storage = new Command("storage").description("Work with the bucket that B2_BUCKET names.");
  storage
    .command("copy")
    .description(
      "Send the uploads, models and lists that lie on this machine's disk into the bucket. What is there stays on the disk as a copy that may go.",
    )
    .action(copy);
  return storage;
}

/** What was sent before is not sent again: a copy that broke off goes on. */
async function copy(): Promise<void> {
  const config = readConfig(process.env);
  const bucket = bucketOf(config);
  if (!bucket)
    throw new UserError("No bucket is set. Set B2_BUCKET, B2_ENDPOINT, B2_REGION, B2_KEY_ID and B2_APP_KEY.");
  const blobs = new BucketBlobs({ dataDir: config.dataDir, bucket });
  await blobs.bucket.check();
  const groups = await waitingGroups(blobs);
  for (const [index, group] of groups.entries()) {
    console.error(`${index + 1} of ${groups.length}: ${group}`);
    if ((await blobs.publish(group)) === "waiting")
      throw blobs.health.failure ?? new UserError(`${group} could not be sent. Ask again to go on.`);
  }
  await blobs.bucket.close();
  console.log(`copied: ${groups.length} to ${blobs.pathOf("tenants")}`);
}
