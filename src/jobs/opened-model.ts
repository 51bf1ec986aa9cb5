import { OpenModel } from "../answers/open-model";
import type { BlobStore } from "../store/blobs";

/** A model for a worker. It is in memory, so its files may go. */
export async function openedModel(blobs: BlobStore, modelPrefix: string): Promise<OpenModel> {
  await using folder = await blobs.fetched(modelPrefix);
  return await OpenModel.open(folder.path);
}
