import { expect, test } from "bun:test";
import { clientAddress } from "../../src/api/client-address";

test("a caller is where the connection comes from, whatever the headers say", () => {
  expect(clientAddress("203.0.113.9", null)).toBe("203.0.113.9");
  expect(clientAddress("203.0.113.9", "198.51.100.1")).toBe("203.0.113.9");
  expect(clientAddress("::ffff:203.0.113.9", "198.51.100.1")).toBe("203.0.113.9");
  expect(clientAddress("172.32.0.1", "198.51.100.1")).toBe("172.32.0.1");
});

test("behind a proxy of this machine or network it is what the proxy has put last", () => {
  for (const near of [
    "127.0.0.1",
    "::1",
    "10.1.2.3",
    "172.16.0.9",
    "192.168.1.1",
    "fd00::1",
    "::ffff:10.0.0.1",
  ]) {
    expect(clientAddress(near, "198.51.100.1")).toBe("198.51.100.1");
    expect(clientAddress(near, "1.1.1.1, 198.51.100.1")).toBe("198.51.100.1");
  }
  expect(clientAddress("127.0.0.1", "nonsense")).toBe("127.0.0.1");
  expect(clientAddress("127.0.0.1", "")).toBe("127.0.0.1");
});

test("of an IPv6 address the network counts, which one household has", () => {
  expect(clientAddress("2001:db8:1:2:3:4:5:6", null)).toBe("2001:db8:1:2");
  expect(clientAddress("2001:db8:1:2::6", null)).toBe("2001:db8:1:2");
  expect(clientAddress("2001:db8::6", null)).toBe("2001:db8:0:0");
  expect(clientAddress("::1", null)).toBe("0:0:0:0");
  expect(clientAddress("::1", "2001:DB8:1:2::9")).toBe("2001:db8:1:2");
});
