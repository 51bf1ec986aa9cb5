import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../errors";

/** A file of the folder that a training wrote. Throws an InputError where the folder has none of this name. */
export async function modelFile(folder: string, name: string): Promise<Buffer> {
  const bytes = await modelFileIfThere(folder, name);
  if (bytes) return bytes;
  throw new InputError(
    `${folder} is no model folder: ${name} is missing. Give the folder that "train" printed.`,
  );
}

/** The same; null where there is none. */
export async function modelFileIfThere(folder: string, name: string): Promise<Buffer | null> {
  try {
    return await readFile(join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return null;
  }
}
