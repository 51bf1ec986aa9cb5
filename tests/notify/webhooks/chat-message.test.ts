import { expect, test } from "bun:test";
import { chatMessage } from "../../../src/notify/webhooks/chat-message";

const data = { tenant_id: "shop", title: "A new model is ready", text: "It knows 4,338 customers." };

test("a chat's message is one text: the title, what happened, and the link under words", () => {
  const link = "https://perennial.example.com/app/customers?move=call&model=m1";
  expect(chatMessage({ data: { ...data, link } })).toEqual({
    text: "*A new model is ready* (shop)\nIt knows 4,338 customers.\n<https://perennial.example.com/app/customers?move=call&amp;model=m1|Open the page>",
  });
});

test("what Slack would read as its own signs is escaped, so no text calls a channel or forges a link", () => {
  const text = "The file <!channel> & <https://bad.example|click> is > 3 MB";
  expect(chatMessage({ data: { ...data, text } }).text).toBe(
    "*A new model is ready* (shop)\nThe file &lt;!channel&gt; &amp; &lt;https://bad.example|click&gt; is &gt; 3 MB",
  );
});

test("a path without a host is no link in a chat, and an empty text no line", () => {
  expect(chatMessage({ data: { ...data, text: "", link: "/app/models/m1" } }).text).toBe(
    "*A new model is ready* (shop)",
  );
});
