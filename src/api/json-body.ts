import { BadRequestError, TooLargeError, UnsupportedMediaTypeError } from "./errors";

/** No JSON body that the API takes comes near this. */
export const MOST_JSON_BYTES = 1024 * 1024;

const JSON_TYPE = /^application\/(?:[a-z0-9.-]+\+)?json\s*(?:;|$)/i;

/** Reads a request's JSON body. Undefined where there is none. A body that only looks like JSON, such as a form, is not taken. */
export async function readJson(request: Request): Promise<unknown> {
  if (!request.body) return undefined;
  const type = request.headers.get("content-type") ?? "";
  if (!JSON_TYPE.test(type)) {
    throw new UnsupportedMediaTypeError(
      `The body must be JSON, sent with "Content-Type: application/json"; found ${type ? `"${type}"` : "no content type"}.`,
    );
  }
  const text = await readText(request);
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadRequestError(`The body is not valid JSON: ${(error as SyntaxError).message}.`);
  }
}

async function readText(request: Request): Promise<string> {
  const declared = request.headers.get("content-length");
  if (Number(declared ?? 0) > MOST_JSON_BYTES) throw tooLarge();
  if (declared !== null) return request.text();
  const decoder = new TextDecoder();
  let text = "";
  let sizeBytes = 0;
  for await (const chunk of request.body!) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > MOST_JSON_BYTES) throw tooLarge();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function tooLarge(): TooLargeError {
  return new TooLargeError(`A JSON body may have ${MOST_JSON_BYTES} bytes at most.`);
}
