import { expect, test } from "bun:test";
import { livePart } from "../../views/event-stream";

/** Something that changes, and those who are told. */
function changing() {
  const listeners = new Set<() => void>();
  const state = { text: "one", isOver: false };
  return {
    state,
    listeners,
    set(text: string, isOver = false) {
      Object.assign(state, { text, isOver });
      for (const listener of listeners) listener();
    },
    response: (options = {}) =>
      livePart(
        () => ({ part: <p>{state.text}</p>, isOver: state.isOver }),
        (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        { leastPauseMs: 0, lookMs: 60_000, ...options },
      ),
  };
}

test("a part is sent at once, when it changes and at its end, and then the stream is over", async () => {
  const thing = changing();
  const response = thing.response();
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  const reader = response.body!.pipeThrough(new TextDecoderStream() as never).getReader();
  const next = async () => (await reader.read()).value as unknown as string;
  expect(await next()).toBe("data: <p>one</p>\n\n");
  const second = next();
  thing.set("one");
  thing.set("two\nlines");
  expect(await second).toBe("data: <p>two\ndata: lines</p>\n\n");
  thing.set("three", true);
  expect(await next()).toBe("data: <p>three</p>\n\n");
  expect(await next()).toBe("event: over\ndata: \n\n");
  expect((await reader.read()).done).toBe(true);
  expect(thing.listeners.size).toBe(0);
});

test("a comment comes where nothing happens, and a reader who goes away is forgotten", async () => {
  const thing = changing();
  const reader = thing.response({ lookMs: 5, heartbeatMs: 10 }).body!.getReader();
  const text = async () => new TextDecoder().decode((await reader.read()).value);
  await text();
  expect(await text()).toBe(": still here\n\n");
  await reader.cancel();
  expect(thing.listeners.size).toBe(0);
});
