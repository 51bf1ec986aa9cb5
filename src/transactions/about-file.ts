import { InputError } from "../errors";

/** Does work on one file and puts the file's name before the message of an input error. */
export async function aboutFile<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InputError && !error.message.startsWith(name))
      throw new InputError(`${name}: ${error.message}`);
    throw error;
  }
}
